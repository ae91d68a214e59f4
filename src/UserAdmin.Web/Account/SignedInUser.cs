using UserAdmin.Account;

namespace UserAdmin.Web.Account;

/// <summary>
/// The signed-in person, cascaded from the layout to pages, which use it to show the name and to hide what is not
/// permitted. The pipeline checks permissions in any case.
/// </summary>
/// <param name="UserId">The account's id.</param>
/// <param name="DisplayName">Name to show.</param>
/// <param name="Permissions">The person's current permissions.</param>
public sealed record SignedInUser(string UserId, string DisplayName, IReadOnlyList<string> Permissions)
{
    /// <summary>Returns whether the person has a permission.</summary>
    /// <param name="permission">A name from <see cref="Roles.Permissions"/>.</param>
    public bool May(string permission) => Permissions.Contains(permission);

    internal static SignedInUser From(Session session) =>
        new(session.UserId, session.DisplayName, [.. session.Permissions.Order()]);
}
