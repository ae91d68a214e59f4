using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Users;
using UserAdmin.Web.Users.Person;

namespace UserAdmin.Web.Tests.Users.Person;

public sealed class UserRolesTests : ConsoleContext
{
    private Page<UserRoleRow> _held = Rows.Page(Rows.Held("Auditor"));

    public UserRolesTests()
    {
        Bus.Answer<ListUserRoles, Page<UserRoleRow>>(_ => _held);
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page(Rows.Role("Administrator"), Rows.Role("Auditor")));
    }

    [Fact]
    public void UserRoles_WhenShown_SaysWhoGaveThem()
    {
        var roles = ShowRoles();

        roles.Find("li").TextContent.ShouldContain("Auditor");
        roles.Find("li").TextContent.ShouldContain("Assigned by Grace Hopper");
    }

    [Fact]
    public void UserRoles_WhenAssigning_OffersOnlyRolesNotHeld()
    {
        ShowRoles().FindAll("option").Select(option => option.TextContent).ShouldBe(["Choose a role", "Administrator"]);
    }

    [Fact]
    public void UserRoles_WhenARoleIsChosen_AssignsItAndShowsIt()
    {
        var roles = ShowRoles();
        Bus.OnSend = _ =>
        {
            _held = Rows.Page(Rows.Held("Administrator"), Rows.Held("Auditor"));
            return Task.FromResult(CommandResult.Accepted(3));
        };

        roles.Find("select").Change("role-Administrator");
        roles.Find("form").Submit();

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new AssignRole("ada", "role-Administrator"));
        roles.FindAll("li strong").Select(role => role.TextContent).ShouldBe(["Administrator", "Auditor"]);
    }

    [Fact]
    public void UserRoles_WhenAssigningIsRefused_SaysWhy()
    {
        Bus.Refuse(new Error("roles.more-than-own", "Nobody gives more than they hold themselves."));
        var roles = ShowRoles();

        roles.Find("select").Change("role-Administrator");
        roles.Find("form").Submit();

        roles.ByRole("alert").TextContent.ShouldContain("Nobody gives more than they hold themselves.");
        roles.Find("select").GetAttribute("value").ShouldBe("role-Administrator");
    }

    [Fact]
    public void UserRoles_WhenTheAnswerWasLost_RetriesUnderTheSameIdAndAnotherRoleUnderAnother()
    {
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page(Rows.Role("Administrator"), Rows.Role("Operator")));
        Bus.OnSend = _ => throw new TimeoutException("Lost.");
        var roles = ShowRoles();
        roles.Find("select").Change("role-Administrator");
        roles.Find("form").Submit();
        roles.ByRole("alert").TextContent.ShouldContain("did not answer");

        roles.Find("form").Submit();
        roles.Find("select").Change("role-Operator");
        roles.Find("form").Submit();

        Bus.Sent[1].Context.CommandId.ShouldBe(Bus.Sent[0].Context.CommandId);
        Bus.Sent[2].Command.ShouldBe(new AssignRole("ada", "role-Operator"));
        Bus.Sent[2].Context.CommandId.ShouldNotBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public async Task UserRoles_WhenRemovalIsConfirmed_RemovesTheRole()
    {
        var dialogs = Render<MudDialogProvider>();
        var roles = ShowRoles();

        var click = roles.ByRole("button", "Remove role Auditor").ClickAsync();
        Bus.Sent.ShouldBeEmpty();
        await dialogs.ByRole("button", "Remove role").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RemoveRole("ada", "role-Auditor"));
    }

    [Fact]
    public async Task UserRoles_WhenARemovalIsUndone_SaysSo()
    {
        var dialogs = Render<MudDialogProvider>();
        var snackbars = Render<MudSnackbarProvider>();
        var roles = ShowRoles();
        var click = roles.ByRole("button", "Remove role Auditor").ClickAsync();
        await dialogs.ByRole("button", "Remove role").ClickAsync();
        await click;

        await snackbars.ByRole("button", "Undo").ClickAsync();

        ShouldUndoFor("ada");
        Snackbars.ShouldContain("Undone: Role Auditor removed");
    }

    [Fact]
    public void UserRoles_OfADeletedAccount_OnlyShows()
    {
        var roles = Show<UserRoles>(roles => roles.Add(p => p.UserId, "ada").Add(p => p.IsReadOnly, true));

        roles.FindAll("button, select").ShouldBeEmpty();
    }

    [Fact]
    public void UserRoles_WithoutPermissionToAssign_OnlyShows()
    {
        May(Permissions.UsersRead);

        var roles = ShowRoles();

        roles.FindAll("li").ShouldHaveSingleItem();
        roles.FindAll("button, select").ShouldBeEmpty();
        Bus.Asked<ListRoles>().ShouldBeEmpty();
    }

    private IRenderedComponent<UserRoles> ShowRoles() => Show<UserRoles>(roles => roles.Add(p => p.UserId, "ada"));
}
