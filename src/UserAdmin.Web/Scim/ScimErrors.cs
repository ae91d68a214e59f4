using UserAdmin.Messaging;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>Says with which status and <c>scimType</c> a refusal of the core is answered.</summary>
internal static class ScimErrors
{
    /// <summary>Returns the answer to a refused command.</summary>
    /// <param name="errors">The reasons.</param>
    public static ScimFault Of(IReadOnlyList<Error> errors)
    {
        var worst = errors.OrderBy(Rank).First();
        var (status, type) = Answer(worst);
        return new(status, type, string.Join(' ', errors.Select(error => error.Message).Distinct()));
    }

    /// <summary>
    /// Returns the answer to refused commands that create something and change it further: that they did not find it is
    /// no reason.
    /// </summary>
    /// <param name="errors">The reasons.</param>
    /// <param name="notFound">What is said of the thing if it is not there.</param>
    public static ScimFault OfCreation(IReadOnlyList<Error> errors, Error notFound) =>
        errors.Where(error => error.Code != notFound.Code).ToList() is { Count: > 0 } others ? Of(others) : Of(errors);

    /// <summary>Returns the answer to a refused query.</summary>
    public static ScimFault Of(Error error) => Of([error]);

    private static int Rank(Error error) =>
        Answer(error).Status switch
        {
            403 => 0,
            404 => 1,
            412 => 2,
            409 => 3,
            _ => 4,
        };

    private static (int Status, string? Type) Answer(Error error) =>
        error.Code switch
        {
            "not-signed-in"
            or "not-permitted"
            or "not-for-applications"
            or "users.oneself"
            or "users.holds-more"
            or "users.last-administrator"
            or "roles.administrator"
            or "roles.grants-more"
            or "applications.only-people"
            or "roles.members-hold-more" => (403, null),
            "users.not-found" or "roles.not-found" => (404, null),
            "edit.stale" => (412, null),
            "database.conflict" => (503, null),
            "id.used" or "users.id-taken" or "roles.id-taken" => (409, "uniqueness"),
            var code when code.EndsWith("-taken", StringComparison.Ordinal) => (409, "uniqueness"),
            _ => (400, "invalidValue"),
        };
}
