using UserAdmin.Account.External;
using UserAdmin.Users;
using UserAdmin.Web.Account.External;

namespace UserAdmin.Web.Tests.Account.External;

public sealed class OwnExternalLoginsTests : ConsoleContext
{
    private IReadOnlyList<ExternalLoginRow> _held = [];

    public OwnExternalLoginsTests() => Bus.Answer<ListOwnExternalLogins, IReadOnlyList<ExternalLoginRow>>(_ => _held);

    [Fact]
    public void ExternalLogins_WithoutProviderAndLogin_ShowNothing() =>
        Show<OwnExternalLogins>().Markup.Trim().ShouldBeEmpty();

    [Fact]
    public void ExternalLogins_WithAProvider_OfferToAddOneByAPlainForm()
    {
        Providers.Add(new ExternalProvider { Scheme = "contoso", DisplayName = "Contoso" });
        var logins = Show<OwnExternalLogins>();

        logins.Find("form[method=post]").GetAttribute("action").ShouldBe("account/external/contoso/link");
        logins.Find("form button").TextContent.ShouldContain("Add login at Contoso");
    }

    [Fact]
    public async Task ExternalLogins_WhenRemovalIsConfirmed_RemoveIt_AndShowARefusal()
    {
        // The login of a provider that is no longer configured can still be removed.
        _held =
        [
            new ExternalLoginRow()
                .With(row => row.Provider, "contoso")
                .With(row => row.ProviderKey, "subject-1")
                .With(row => row.ProviderName, "Contoso")
                .With(row => row.AddedAt, Rows.Now),
        ];
        var dialogs = ShowDialogs();
        var logins = Show<OwnExternalLogins>();
        Bus.Refuse(ExternalLoginErrors.OnlyWayLeft);

        var click = logins.ByRole("button", "Remove login at Contoso").ClickAsync();
        Bus.Sent.ShouldBeEmpty();
        await dialogs.ByRole("button", "Remove login").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RemoveOwnExternalLogin("contoso", "subject-1"));
        logins.ByRole("alert").TextContent.ShouldContain("This is the only way to sign in");
    }
}
