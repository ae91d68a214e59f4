using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Web.Account.Passkeys;

namespace UserAdmin.Web.Tests.Account.Passkeys;

public sealed class OwnPasskeysTests : ConsoleContext
{
    private IReadOnlyList<PasskeyRow> _held =
    [
        Row("cGhvbmU", "Phone"),
        Row("a2V5", "Blue key").With(row => row.LastUsedAt, Rows.Now),
    ];

    public OwnPasskeysTests() => Bus.Answer<ListOwnPasskeys, IReadOnlyList<PasskeyRow>>(_ => _held);

    [Fact]
    public void OwnPasskeys_WhenShown_SaysWhenEachWasUsed()
    {
        var passkeys = Show<OwnPasskeys>();

        passkeys.FindAll("li strong").Select(name => name.TextContent).ShouldBe(["Phone", "Blue key"]);
        passkeys.FindAll("li")[0].TextContent.ShouldContain("not used yet");
        passkeys.FindAll("li")[1].TextContent.ShouldContain("last used");
    }

    [Fact]
    public void OwnPasskeys_WithoutAny_SaysWhatTheyAreGoodFor()
    {
        _held = [];

        Show<OwnPasskeys>().Markup.ShouldContain("instead of a password");
    }

    [Fact]
    public void OwnPasskeys_OfADatabaseWithoutAPlaceForThem_SaysWhyInsteadOfAButton()
    {
        (_held, Database.HasPasskeys) = ([], false);

        var passkeys = Show<OwnPasskeys>();

        passkeys.Markup.ShouldContain(PasskeyErrors.NoPlace.Message);
        passkeys.FindAll("form.add").ShouldBeEmpty();
    }

    [Fact]
    public async Task OwnPasskeys_WhenOneIsAdded_OffersItsNameAtOnce()
    {
        var passkeys = Show<OwnPasskeys>();
        _held = [.. _held, Row("bmV3", "Chrome on Linux")];

        await passkeys.InvokeAsync(() => passkeys.Instance.OnAddedAsync("bmV3", "Chrome on Linux"));
        passkeys.ByLabel("Name of the passkey").GetAttribute("value").ShouldBe("Chrome on Linux");
        passkeys.ByLabel("Name of the passkey").Input("Work laptop");
        await passkeys.AllByRole("form")[0].SubmitAsync();

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RenameOwnPasskey("bmV3", "Work laptop"));
        passkeys.FindAll("#passkey-name").ShouldBeEmpty();
        Snackbars.ShouldContain("Passkey added");
    }

    [Fact]
    public async Task OwnPasskeys_WhenANameIsRefused_KeepsWhatWasTypedAndSaysWhy()
    {
        Bus.Refuse(new Error("text.required", "Enter a name for the passkey."));
        var passkeys = Show<OwnPasskeys>();

        await passkeys.ByRole("button", "Rename passkey Phone").ClickAsync();
        passkeys.ByLabel("Name of the passkey").Input("  ");
        await passkeys.AllByRole("form")[0].SubmitAsync();

        passkeys.Find("#passkey-name-error").TextContent.ShouldBe("Enter a name for the passkey.");
        passkeys.ByLabel("Name of the passkey").GetAttribute("value").ShouldBe("  ");
    }

    [Fact]
    public async Task OwnPasskeys_WhenTheBrowserRefuses_ShowsItsMessage()
    {
        var passkeys = Show<OwnPasskeys>();

        await passkeys.InvokeAsync(() => passkeys.Instance.OnNotAdded("No passkey was added."));

        passkeys.ByRole("alert").TextContent.ShouldContain("No passkey was added.");
    }

    [Fact]
    public async Task OwnPasskeys_WhenRemovalIsConfirmed_RemovesIt_AndShowsARefusal()
    {
        var dialogs = ShowDialogs();
        var passkeys = Show<OwnPasskeys>();
        Bus.Refuse(PasskeyErrors.OnlyWayLeft);

        var click = passkeys.ByRole("button", "Remove passkey Phone").ClickAsync();
        Bus.Sent.ShouldBeEmpty();
        await dialogs.ByRole("button", "Remove passkey").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new RemoveOwnPasskey("cGhvbmU"));
        passkeys.ByRole("alert").TextContent.ShouldContain("This is the only way to sign in");
    }

    private static PasskeyRow Row(string id, string name) =>
        new PasskeyRow()
            .With(row => row.UserId, "grace")
            .With(row => row.PasskeyId, id)
            .With(row => row.Name, name)
            .With(row => row.AddedAt, Rows.Now.AddDays(-3));
}
