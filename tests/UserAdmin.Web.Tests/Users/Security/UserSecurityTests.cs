using MudBlazor;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Tests.Users.Person;
using UserAdmin.Web.Users.Security;

namespace UserAdmin.Web.Tests.Users.Security;

public sealed class UserSecurityTests : UserPageContext
{
    private readonly IRenderedComponent<MudDialogProvider> _dialogs;

    public UserSecurityTests()
    {
        Bus.Answer<ListUserPasskeys, Page<PasskeyRow>>(_ =>
            Rows.Page(
                new PasskeyRow()
                    .With(row => row.PasskeyId, "key-1")
                    .With(row => row.Name, "Phone")
                    .With(row => row.AddedAt, Rows.Now)
            )
        );
        Bus.Answer<ListExternalLogins, Page<ExternalLoginRow>>(_ =>
            Rows.Page(
                new ExternalLoginRow()
                    .With(row => row.Provider, "corp")
                    .With(row => row.ProviderKey, "sub-7")
                    .With(row => row.ProviderName, "Corporate login")
                    .With(row => row.AddedAt, Rows.Now)
            )
        );
        _dialogs = ShowDialogs();
    }

    [Fact]
    public void UserSecurity_WhenShown_SaysWhatThePersonSignsInWith()
    {
        Row = Rows.Ada()
            .With(row => row.TwoFactorEnabled, true)
            .With(row => row.RecoveryCodesLeft, 1)
            .With(row => row.MustChangePassword, true)
            .With(row => row.PasswordChangedAt, Rows.Now.AddDays(-5));

        var page = ShowAda("?tab=security");

        page.FindAll("dd")
            .Select(fact => fact.TextContent.Trim())
            .TakeLast(3)
            .ShouldBe(["Set", "5 days ago", "A new password must be chosen"]);
        page.ByRole("region", "Two-factor").Words().ShouldStartWith("Two-factorOn");
        page.Markup.ShouldContain("One recovery code is left.");
        page.ByRole("region", "Passkeys")
            .ByRole("listitem")
            .Words()
            .ShouldStartWith("Phone Added just now, last used never");
        page.ByRole("region", "External logins")
            .ByRole("listitem")
            .Words()
            .ShouldStartWith("Corporate login sub-7, added just now");
    }

    [Fact]
    public async Task UserSecurity_WhenAPasskeyIsRenamed_SendsTheNewName()
    {
        var page = ShowAda("?tab=security");

        var click = page.ByRole("button", "Rename passkey Phone").ClickAsync();
        _dialogs.Find("#dialog-text").GetAttribute("value").ShouldBe("Phone");
        await _dialogs.Find("#dialog-text").InputAsync(" Work phone ");
        await InDialog("Rename passkey").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RenamePasskey("ada", "key-1", "Work phone"));
    }

    [Fact]
    public async Task UserSecurity_WhenAPasskeyIsRevoked_SendsItAndAsksAgain()
    {
        var page = ShowAda("?tab=security");
        var asked = Bus.Asked<ListUserPasskeys>().Count;

        var click = page.ByRole("button", "Revoke passkey Phone").ClickAsync();
        _dialogs.Markup.ShouldContain("This cannot be undone");
        await InDialog("Revoke passkey").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RevokePasskey("ada", "key-1"));
        Bus.Asked<ListUserPasskeys>().Count.ShouldBe(asked + 1);
    }

    [Fact]
    public async Task UserSecurity_WhenAnExternalLoginIsRemoved_SendsWhichOne()
    {
        var page = ShowAda("?tab=security");

        var click = page.ByRole("button", "Remove external login Corporate login").ClickAsync();
        await InDialog("Remove external login").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RemoveExternalLogin("ada", "corp", "sub-7"));
    }

    [Fact]
    public void UserSecurity_ForAHelpDesk_OffersThePasswordActionsOnly()
    {
        May(Permissions.UsersRead, Permissions.UsersPasswords);
        Row = Rows.Ada().With(row => row.TwoFactorEnabled, true);

        ShowAda("?tab=security")
            .FindComponent<UserSecurity>()
            .AllByRole("button")
            .Select(button => button.TextContent.Trim())
            .ShouldBe(["Send password-reset link", "Set temporary password …", "Require a new password"]);
    }

    [Fact]
    public void UserSecurity_OfADeletedAccount_OffersNothing()
    {
        Row = Rows.Ada().With(row => row.DeletedAt, Rows.Now).With(row => row.TwoFactorEnabled, true);

        ShowAda("?tab=security").FindComponent<UserSecurity>().AllByRole("button").ShouldBeEmpty();
    }

    private AngleSharp.Dom.IElement InDialog(string text) => _dialogs.ByRole("button", text);
}
