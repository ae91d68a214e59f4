using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Tests.Users;

/// <summary>The list of users, and what stands behind it.</summary>
public abstract class UsersPageContext : ConsoleContext
{
    internal UserListing Shown { get; set; } = Rows.Listing(Rows.Ada(), Rows.User("bob", "Bob Bemer"));

    protected UsersPageContext()
    {
        Bus.Answer<ListUsers, UserListing>(_ => Shown);
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page(Rows.Role("Editors"), Rows.Role("Readers")));
    }

    protected static AngleSharp.Dom.IElement Header(IRenderedComponent<UsersPage> page, string title) =>
        page.FindAll("th button").Single(button => button.TextContent.Trim() == title);
}
