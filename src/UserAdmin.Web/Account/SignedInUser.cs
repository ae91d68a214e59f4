using UserAdmin.Account;

namespace UserAdmin.Web.Account;

/// <summary>
/// The signed-in person, as the layout cascades it to pages: for showing a name and hiding what is not allowed. The
/// pipeline decides, whatever a page shows.
/// </summary>
/// <param name="UserId">The account's id.</param>
/// <param name="DisplayName">Name to show.</param>
/// <param name="Permissions">What the person may do now.</param>
public sealed record SignedInUser(string UserId, string DisplayName, IReadOnlyList<string> Permissions)
{
    /// <summary>Whether to offer something that needs a permission.</summary>
    /// <param name="permission">A name from <see cref="Roles.Permissions"/>.</param>
    public bool May(string permission) => Permissions.Contains(permission);

    internal static SignedInUser From(Session session) =>
        new(session.UserId, session.DisplayName, [.. session.Permissions.Order()]);
}
