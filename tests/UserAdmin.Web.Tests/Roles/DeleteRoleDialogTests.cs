using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Tests.Roles;

public sealed class DeleteRoleDialogTests : RolePageContext
{
    [Fact]
    public async Task DeleteRole_WhenAnotherRoleIsChosen_ShowsWhoGetsItAndSendsIt()
    {
        Preview = query => query.MoveMembersTo is null ? new(3, 0, 0, [], null) : new(3, 1, 0, [], null);
        var (dialogs, click) = Open();
        dialogs.WaitForAssertion(() =>
            dialogs
                .Find("#delete-role-what")
                .TextContent.ShouldContain("Its 3 members lose it and are signed out. The role")
        );

        await dialogs.Find("#move-members-to").ChangeAsync("role-Staff");
        dialogs.WaitForAssertion(() =>
            dialogs
                .Find("#delete-role-what")
                .TextContent.ShouldContain("2 of them get Staff for it, 1 holds that already.")
        );
        await dialogs.Find("#confirm-reason").InputAsync("HD-1");
        await Confirm(dialogs, "Delete role and move 3 members").ClickAsync();
        await click;

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        (command, context.Reason).ShouldBe((new DeleteRole("desk", "role-Staff"), "HD-1"));
        Navigation.Uri.ShouldEndWith("/roles");
    }

    [Fact]
    public void DeleteRole_WhenSomebodyIsInTheWay_NamesThemAndCannotBeConfirmed()
    {
        Preview = _ =>
            new(3, 0, 1, [new BlockedMember("bob", "Bob Bemer", "Also holds Operators.")], "One member holds more.");
        var (dialogs, _) = Open();

        dialogs.WaitForAssertion(() => dialogs.ByRole("listitem").TextContent.ShouldContain("Bob Bemer"));

        dialogs.Find("#delete-role-what").TextContent.ShouldContain("One member holds more.");
        Confirm(dialogs, "Delete role and remove it from 3 members").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public async Task DeleteRole_WhenRefused_StaysOpenAndSaysWhy()
    {
        Preview = _ => new(0, 0, 0, [], null);
        Bus.Refuse(new Error("roles.any", "Somebody was quicker."));
        var (dialogs, _) = Open();
        dialogs.WaitForAssertion(() =>
            dialogs.Find("#delete-role-what").TextContent.ShouldContain("Nobody has this role.")
        );

        await Confirm(dialogs, "Delete role").ClickAsync();

        dialogs.ByRole("alert").TextContent.ShouldContain("Somebody was quicker.");
    }

    private (IRenderedComponent<MudDialogProvider> Dialogs, Task Click) Open()
    {
        var dialogs = ShowDialogs();
        return (dialogs, Button(ShowRole(), "Delete role").ClickAsync());
    }

    private static AngleSharp.Dom.IElement Confirm(IRenderedComponent<MudDialogProvider> dialogs, string words) =>
        dialogs.ByRole("button", words);
}
