using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>Signing in and out, and the pages that follow.</summary>
public sealed class SignInTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task SignIn_WithWrongPassword_ShowsTheErrorAndKeepsTheEmail()
    {
        var visitor = await OpenAsync(console.Address);
        await visitor.GoAsync("/account/sign-in");

        await visitor.FillSignInAsync(console.Administrator.Email, "not the password");

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The email or password is not right");
        await Expect(visitor.Field("Email")).ToHaveValueAsync(console.Administrator.Email);
        await Expect(visitor.Field("Password")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task SignIn_WithUnknownEmail_SaysTheSameAsForAWrongPassword()
    {
        var visitor = await OpenAsync(console.Address);
        await visitor.GoAsync("/account/sign-in");

        await visitor.FillSignInAsync("nobody@example.com", "not the password");

        await Expect(visitor.Page.GetByRole(AriaRole.Alert))
            .ToHaveTextAsync("The email or password is not right, or the account may not sign in.");
    }

    [Fact]
    public async Task SignIn_FromADeepLink_ArrivesThere()
    {
        var user = await console.CreateUserAsync();
        var visitor = await OpenAsync(console.Address);

        await visitor.GoAsync($"/users/{user.Id}");
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await visitor.FillSignInAsync(console.Administrator.Email, console.Administrator.Password);

        await Expect(visitor.Heading(user.Name)).ToBeVisibleAsync();
        new Uri(visitor.Page.Url).PathAndQuery.ShouldBe($"/users/{user.Id}");
    }

    [Theory]
    [InlineData("https://evil.example/users")]
    [InlineData("//evil.example/users")]
    [InlineData("/\\evil.example/users")]
    [InlineData("/%09/evil.example/users")]
    public async Task SignIn_WithAForeignReturnUrl_StaysHere(string returnUrl)
    {
        var visitor = await OpenAsync(console.Address);
        var escaped = returnUrl.Contains('%', StringComparison.Ordinal) ? returnUrl : Uri.EscapeDataString(returnUrl);
        await visitor.GoAsync($"/account/sign-in?returnUrl={escaped}");

        await visitor.FillSignInAsync(console.Administrator.Email, console.Administrator.Password);

        await Expect(visitor.Heading("Overview")).ToBeVisibleAsync();
        visitor.Page.Url.ShouldBe($"{console.Address}/");
    }

    [Fact]
    public async Task SignOut_FromTheMenu_EndsTheSessionOfThisBrowserOnly()
    {
        var (visitor, other) = (await OpenAsync(console.Address), await OpenAsync(console.Address));
        await visitor.SignInAsync(console.Administrator);
        await other.SignInAsync(console.Administrator);
        var cookies = await visitor.Context.CookiesAsync();

        await visitor.OpenMenuAsync();
        await visitor.Button("Sign out").ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();

        await visitor.GoAsync("/users");
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        // A copy of the cookie does not work any more either.
        await visitor.Context.AddCookiesAsync(
            cookies.Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Url = console.Address,
            })
        );
        await visitor.GoAsync("/users");
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await other.GoAsync("/users");
        await Expect(other.Heading("Users")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task DisableUser_WhileItsPageIsOpen_TakesThePageAwayAtOnce()
    {
        var otto = await console.CreateAdministratorAsync();
        var (ada, ottos) = (await OpenAsync(console.Address), await OpenAsync(console.Address));
        await ada.SignInAsync(console.Administrator);
        await ottos.SignInAsync(otto);
        await ottos.GoAsync("/users/new");
        await ottos.Field("Display name").FillAsync("Typed and not saved");
        await ada.GoAsync($"/users/{otto.Id}");

        await ada.ChooseActionAsync("Disable user");
        await ada
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Disable user" })
            .ClickAsync();

        await Expect(ottos.Heading("Sign in")).ToBeVisibleAsync();
        await ottos.FillSignInAsync(otto.Email, otto.Password);
        await Expect(ottos.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(ada.Button("Enable user")).ToBeVisibleAsync();
        Database
            .Rows(console.Data.WriteDatabase, $"SELECT * FROM UserSessions WHERE UserId = '{otto.Id}'")
            .ShouldBeEmpty();
    }
}
