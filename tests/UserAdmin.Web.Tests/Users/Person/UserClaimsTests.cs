using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Tests.Users.Person;

public sealed class UserClaimsTests : UserPageContext
{
    private readonly IRenderedComponent<MudDialogProvider> _dialogs;
    private readonly IRenderedComponent<MudSnackbarProvider> _messages;

    public UserClaimsTests()
    {
        Bus.Answer<ListUserClaims, Page<UserClaimRow>>(_ =>
            Rows.Page(
                new UserClaimRow()
                    .With(row => row.ClaimType, "department")
                    .With(row => row.Value, "Engines")
                    .With(row => row.AddedBy, "Grace Hopper")
                    .With(row => row.AddedAt, Rows.Now)
            )
        );
        _dialogs = ShowDialogs();
        _messages = Render<MudSnackbarProvider>();
    }

    [Fact]
    public async Task UserClaims_WhenOneIsAdded_SendsItAndCanUndoIt()
    {
        var click = ShowAda("?tab=claims").ByRole("button", "Add claim").ClickAsync();
        await InDialog("Add claim").ClickAsync();
        _dialogs.ByRole("alert").TextContent.ShouldContain("Enter a type.");
        await _dialogs.ByLabel("Type").InputAsync(" tenant ");
        await _dialogs.ByLabel("Value").InputAsync(" 7 ");
        await InDialog("Add claim").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new AddUserClaim("ada", "tenant", "7"));
        await UndoAsync();
        ShouldUndoFor("ada");
    }

    [Fact]
    public async Task UserClaims_WhenTheTypeIsReserved_ShowsTheRefusalInTheDialog()
    {
        Bus.Refuse(UserErrors.ClaimReserved);

        var click = ShowAda("?tab=claims").ByRole("button", "Add claim").ClickAsync();
        await _dialogs.ByLabel("Type").InputAsync("role");
        await _dialogs.ByLabel("Value").InputAsync("Administrator");
        await InDialog("Add claim").ClickAsync();

        _dialogs.ByRole("alert").TextContent.ShouldContain("Choose another type.");
        _dialogs.ByLabel("Type").GetAttribute("value").ShouldBe("role");
        await InDialog("Cancel").ClickAsync();
        await click;
        Snackbars.ShouldBeEmpty();
    }

    [Fact]
    public async Task UserClaims_WhenOneIsChanged_SendsBothValuesAndCanUndoIt()
    {
        var click = ShowAda("?tab=claims").ByRole("button", "Change claim department Engines").ClickAsync();
        await _dialogs.ByLabel("Value").InputAsync("Looms");
        await InDialog("Change claim").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new ChangeUserClaim("ada", "department", "Engines", "Looms"));
        await UndoAsync();
        ShouldUndoFor("ada");
    }

    [Fact]
    public async Task UserClaims_WhenOneIsRemoved_SendsItAndCanUndoIt()
    {
        var click = ShowAda("?tab=claims").ByRole("button", "Remove claim department Engines").ClickAsync();
        await InDialog("Remove claim").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RemoveUserClaim("ada", "department", "Engines"));
        await UndoAsync();
        ShouldUndoFor("ada");
    }

    [Fact]
    public void UserClaims_OfADeletedAccount_OnlyShow()
    {
        Row = Rows.Ada().With(row => row.DeletedAt, Rows.Now);

        var page = ShowAda("?tab=claims");

        page.ByRole("table", "Claims").AllByRole("row")[1].Words().ShouldStartWith("department Engines");
        page.ByRole("region", "Claims").AllByRole("button").ShouldBeEmpty();
    }

    private Task UndoAsync() => _messages.ByRole("button", "Undo").ClickAsync();

    private AngleSharp.Dom.IElement InDialog(string text) => _dialogs.ByRole("button", text);
}
