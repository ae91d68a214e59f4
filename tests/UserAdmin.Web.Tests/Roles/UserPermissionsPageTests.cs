using UserAdmin.Messaging;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Roles;

namespace UserAdmin.Web.Tests.Roles;

public sealed class UserPermissionsPageTests : ConsoleContext
{
    private UserRow? _ada = Rows.Ada();
    private string _held = Permissions.UsersEdit;

    public UserPermissionsPageTests()
    {
        Bus.Answer<GetUser, UserRow>(_ => _ada);
        Bus.Answer<GetUserPermissions, Page<UserPermissionRow>>(_ =>
            Rows.Page<UserPermissionRow>([
                .. Permissions.All.Select(one => new UserPermissionRow(
                    one.Name,
                    one.Allows,
                    one.Name == _held
                        ?
                        [
                            new PermissionPath("desk", "Help desk", "Grace Hopper", Rows.Now),
                            new PermissionPath("staff", "Staff", "Bob Bemer", Rows.Now),
                        ]
                        : []
                )),
            ])
        );
    }

    [Fact]
    public void UserPermissions_WhenShown_SaysWhatIsHeldThroughWhichRolesAndListsTheRest()
    {
        var page = ShowPage();

        page.FindAll("[data-permission]").Count.ShouldBe(Permissions.All.Count);
        var held = Held(page).ShouldHaveSingleItem();
        held.GetAttribute("data-permission").ShouldBe(Permissions.UsersEdit);
        held.AllByRole("paragraph")
            .Select(Accessible.Words)
            .SkipWhile(text => !text.StartsWith("through", StringComparison.Ordinal))
            .ShouldBe([
                "through Help desk, assigned by Grace Hopper, just now",
                "through Staff, assigned by Bob Bemer, just now",
            ]);
        held.QuerySelector("a")!.GetAttribute("href").ShouldBe("roles/desk");
        held.ParentElement!.FirstElementChild!.ShouldBe(held, "what is held comes first");
        page.Find("[data-share]").TextContent.ShouldBe($"1 of {Permissions.All.Count} permissions");
    }

    [Fact]
    public void UserPermissions_WhenAnotherProgramGaveARole_SaysThatItCounts()
    {
        Bus.Answer<GetUserDifferences, IReadOnlyList<StockDifference>>(_ =>
            [new("ada", false, "Ada Lovelace", "Role “Administrator” was given by another program, and counts.")]
        );

        ShowPage()
            .Find("[aria-labelledby=not-in-the-log] li")
            .TextContent.ShouldBe("Role “Administrator” was given by another program, and counts.");
    }

    [Fact]
    public async Task UserPermissions_WhenARoleChanges_FollowsIt()
    {
        var page = ShowPage();
        _held = Permissions.AuditRead;

        Feed.PublishRole("desk");
        await Clock.SomeoneWaitsAsync();

        Held(page).ShouldHaveSingleItem().GetAttribute("data-permission").ShouldBe(Permissions.AuditRead);
    }

    [Fact]
    public void UserPermissions_OfADisabledAccount_SaysThatNoneCanBeUsed()
    {
        _ada!.With(row => row.DisabledAt, Rows.Now);

        ShowPage().ByRole("note").TextContent.ShouldContain("The account is disabled");
    }

    [Fact]
    public void UserPermissions_OfNobody_IsNotFound()
    {
        _ada = null;

        ShowPage().Find("h1").TextContent.ShouldBe("There is no such user");
    }

    private static IEnumerable<AngleSharp.Dom.IElement> Held(IRenderedComponent<UserPermissionsPage> page) =>
        page.AllByRole("listitem").Where(item => item.Words().StartsWith("May: ", StringComparison.Ordinal));

    private IRenderedComponent<UserPermissionsPage> ShowPage() =>
        Show<UserPermissionsPage>(page => page.Add(p => p.UserId, "ada"));
}
