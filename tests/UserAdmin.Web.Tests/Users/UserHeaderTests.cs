using AngleSharp.Dom;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Tests.Users;

public sealed class UserHeaderTests : ConsoleContext
{
    private int _reloads;

    [Fact]
    public async Task UserHeader_WhenDisablingIsConfirmed_SendsItWithTheReason()
    {
        var (header, dialogs) = ShowHeader(Rows.Ada());

        var click = header.Find(".ua-page-header > button").ClickAsync();
        await Reason(dialogs).InputAsync(" Left the company ");
        await Confirm(dialogs, "Disable user").ClickAsync();
        await click;

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        command.ShouldBe(new DisableUser("ada"));
        context.Reason.ShouldBe("Left the company");
        _reloads.ShouldBe(1);
        Snackbars.ShouldBe(["Ada Lovelace disabled"]);
    }

    [Fact]
    public async Task UserHeader_WhenDisabling_SaysFirstWhatWillHappen()
    {
        var (header, dialogs) = ShowHeader(Rows.Ada());

        var click = header.Find(".ua-page-header > button").ClickAsync();

        dialogs.Markup.ShouldContain("Disable Ada Lovelace?");
        dialogs.Markup.ShouldContain("signed out everywhere at once");
        Bus.Sent.ShouldBeEmpty();
        await Confirm(dialogs, "Cancel").ClickAsync();
        await click;
        Bus.Sent.ShouldBeEmpty();
        _reloads.ShouldBe(0);
    }

    [Fact]
    public async Task UserHeader_WhenRefused_KeepsTheDialogOpenWithTheReason()
    {
        Bus.Refuse(new Error("users.last-administrator", "The last administrator cannot be disabled."));
        var (header, dialogs) = ShowHeader(Rows.Ada());

        var click = header.Find(".ua-page-header > button").ClickAsync();
        await Reason(dialogs).InputAsync("Left");
        await Confirm(dialogs, "Disable user").ClickAsync();

        dialogs.Find("[role=alert]").TextContent.ShouldContain("The last administrator cannot be disabled.");
        Reason(dialogs).GetAttribute("value").ShouldBe("Left");
        await Confirm(dialogs, "Cancel").ClickAsync();
        await click;
        Snackbars.ShouldBeEmpty();
    }

    [Fact]
    public async Task UserHeader_WhenDisabled_OffersToEnable()
    {
        var (header, dialogs) = ShowHeader(Rows.Ada().With(row => row.DisabledAt, Rows.Now));
        header.Find(".ua-chip").TextContent.ShouldBe("Disabled");

        var click = header.FindAll(".ua-page-header > button").ShouldHaveSingleItem().ClickAsync();
        await Confirm(dialogs, "Enable user").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new EnableUser("ada"));
        Bus.Sent[0].Context.Reason.ShouldBeNull();
    }

    private (IRenderedComponent<UserHeader> Header, IRenderedComponent<MudDialogProvider> Dialogs) ShowHeader(UserRow row)
    {
        var dialogs = ShowDialogs();
        return (Show<UserHeader>(header => header.Add(p => p.Row, row).Add(p => p.OnChanged, () => _reloads++)), dialogs);
    }

    private static IElement Reason(IRenderedComponent<MudDialogProvider> dialogs) => dialogs.Find("#confirm-reason");

    private static IElement Confirm(IRenderedComponent<MudDialogProvider> dialogs, string text) =>
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
