using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Tests.Users.Person;
using UserAdmin.Web.Users.Security;

namespace UserAdmin.Web.Tests.Users.Security;

public sealed class UserSessionsTests : UserPageContext
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private readonly IRenderedComponent<MudDialogProvider> _dialogs;
    private Page<SessionRow> _sessions = Rows.Page(
        new SessionRow()
            .With(row => row.SessionRef, "s-1")
            .With(row => row.UserAgent, Firefox)
            .With(row => row.IpAddress, "192.0.2.7")
            .With(row => row.Method, "passkey")
            .With(row => row.SignedInAt, Rows.Now.AddHours(-2))
            .With(row => row.LastSeenAt, Rows.Now.AddMinutes(-3))
            .With(row => row.ExpiresAt, Rows.Now.AddHours(10))
    );

    public UserSessionsTests()
    {
        Bus.Answer<ListUserSessions, Page<SessionRow>>(_ => _sessions);
        _dialogs = ShowDialogs();
    }

    [Fact]
    public void UserSessions_WhenShown_SayWhereSinceWhenAndHow()
    {
        var words = ShowAda("?tab=sessions").ByRole("table", "Sessions").AllByRole("row")[1].Words();

        words.ShouldContain("Firefox on Windows");
        words.ShouldContain("With passkey, ends in 10 hours");
        words.ShouldContain("192.0.2.7");
        words.ShouldContain("2 hours ago");
        words.ShouldContain("3 minutes ago");
    }

    [Fact]
    public async Task UserSessions_WhenOneIsEnded_SendsWhichAndAsksAgain()
    {
        var page = ShowAda("?tab=sessions");

        var click = page.ByRole("button", "Sign out Firefox on Windows").ClickAsync();
        _sessions = Rows.Page<SessionRow>();
        await InDialog("Sign out").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new EndSession("ada", "s-1"));
        page.ByRole("region", "Sessions").AllByRole("row").ShouldBeEmpty();
        page.Markup.ShouldContain("No sessions here.");
        Snackbars.ShouldBe(["Firefox on Windows signed out"]);
    }

    [Fact]
    public async Task UserSessions_WhenAllAreEnded_SendsIt()
    {
        var page = ShowAda("?tab=sessions");

        var click = page.ByRole("region", "Sessions").ByRole("button", "Sign out everywhere").ClickAsync();
        await InDialog("Sign out everywhere").ClickAsync();
        await click;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new EndAllSessions("ada"));
    }

    [Theory]
    [InlineData(Firefox, "Firefox on Windows")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
            + "Safari/537.36 Edg/140.0.0.0",
        "Edge on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
            + "Mobile Safari/537.36",
        "Chrome on Android"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            + "Version/18.5 Mobile/15E148 Safari/604.1",
        "Safari on iPhone"
    )]
    [InlineData(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            + "Version/18.5 Safari/605.1.15",
        "Safari on macOS"
    )]
    [InlineData("curl/8.5.0", "Unknown device")]
    [InlineData(null, "Unknown device")]
    public void DeviceText_ForABrowser_NameItAndItsSystem(string? userAgent, string words) =>
        DeviceText.Of(userAgent).ShouldBe(words);

    private AngleSharp.Dom.IElement InDialog(string text) => _dialogs.ByRole("button", text);
}
