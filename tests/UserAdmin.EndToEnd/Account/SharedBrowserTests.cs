using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Account;

/// <summary>Two people share a browser: a new sign-in ends the previous session and its pages.</summary>
public sealed class SharedBrowserTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task SignIn_WhileAnotherIsSignedIn_NamesThemAndEndsTheirSessionAndPages()
    {
        var (user, otto) = (await console.CreateUserAsync(), await console.CreateAdministratorAsync());
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync($"/users/{user.Id}");
        await ada.Field("Department").FillAsync("Typed by Ada");
        var session = SessionsOf(console.Administrator).ShouldHaveSingleItem();
        var tab = await ada.Context.NewPageAsync();

        await tab.GotoAsync("/account/sign-in");
        await Expect(tab.Locator("[data-signed-in]")).ToContainTextAsync("Ada Admin is signed in on this browser.");
        await tab.GetByLabel("Email", new() { Exact = true }).FillAsync(otto.Email);
        await tab.GetByLabel("Password", new() { Exact = true }).FillAsync(otto.Password);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "Overview", Exact = true })).ToBeVisibleAsync();

        SessionsOf(console.Administrator).ShouldNotContain(session);
        await Expect(ada.Heading("Sign in")).ToBeVisibleAsync();
        // It may have left before the browser had the cookie of the new session.
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.Locator("[data-signed-in]"))
            .ToContainTextAsync($"{otto.Name} is signed in on this browser.");
        Database
            .Rows(console.Data.WriteDatabase, $"SELECT Department FROM UserProfiles WHERE UserId = '{user.Id}'")
            .Single()[0]
            .ShouldNotBe("Typed by Ada");
    }

    [Fact]
    public async Task Invitation_OpenedInAnAdministratorsBrowser_SaysWhoIsSignedInAndTakesTheirSessionAway()
    {
        var newcomer = new Person(
            Guid.CreateVersion7().ToString(),
            "Nina Newcomer",
            "nina@example.net",
            ConsoleFixture.Password
        );
        await console.Sender.AcceptedAsync(
            "CreateUser",
            new
            {
                userId = newcomer.Id,
                userName = "nina",
                email = newcomer.Email,
                displayName = newcomer.Name,
            }
        );
        await console.Sender.AcceptedAsync("InviteUser", new { userId = newcomer.Id });
        var link = await Mailbox.LinkAsync(console.Data, newcomer, "accept-invitation");
        var otto = await console.CreateAdministratorAsync();
        var visitor = await OpenAsync(console.Address);
        await visitor.SignInAsync(otto);

        await visitor.Page.GotoAsync(new Uri(link).PathAndQuery);
        await Expect(visitor.Page.Locator("[data-signed-in]"))
            .ToContainTextAsync($"{otto.Name} is signed in on this browser.");
        await visitor.Page.Locator("#password").FillAsync(newcomer.Password);
        await visitor.Button("Activate account").ClickAsync();

        await Expect(visitor.Page.Locator("button[popovertarget=user-menu]")).ToContainTextAsync(newcomer.Name);
        SessionsOf(otto).ShouldBeEmpty();
    }

    private List<string> SessionsOf(Person person) =>
        Database
            .Rows(
                console.Data.WriteDatabase,
                "SELECT s.Id FROM UserSessions s JOIN AspNetUsers u ON u.Id = s.UserId WHERE u.Email = "
                    + $"'{person.Email}'"
            )
            .ConvertAll(row => row[0]);
}
