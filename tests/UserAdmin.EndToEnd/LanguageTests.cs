using System.Net;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Hardening;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>A page is in the language of whoever reads it, and the choice of it follows the person.</summary>
public sealed class LanguageTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Language_OfTheBrowserAndThenOfThePerson_FollowsToAnotherBrowser()
    {
        var otto = await console.CreateAdministratorAsync();
        var visitor = await OpenAsync(console.Address, language: "de-AT");
        await visitor.GoAsync("/account/sign-in?returnUrl=%2Fusers");
        await Expect(visitor.Heading("Anmelden")).ToBeVisibleAsync();
        await LanguageAsync(visitor, "de");

        await visitor.Button("English").ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        visitor.Page.Url.ShouldEndWith("/account/sign-in?returnUrl=%2Fusers");
        await visitor.FillSignInAsync(otto.Email, otto.Password);
        await Expect(visitor.Heading("Users")).ToBeVisibleAsync();

        await visitor.GoAsync("/users/new");
        await visitor.Field("Display name").FillAsync("Dora Draft");
        await visitor.OpenMenuAsync();
        await visitor.Button("Deutsch").ClickAsync();

        await Expect(visitor.Heading("Neuer Benutzer")).ToBeVisibleAsync();
        await visitor.AnswersAsync();
        visitor.Page.Url.ShouldEndWith("/users/new");
        await LanguageAsync(visitor, "de");
        await Expect(visitor.Field("Anzeigename")).ToHaveValueAsync("Dora Draft");

        var elsewhere = await OpenAsync(console.Address);
        await elsewhere.GoAsync("/account/sign-in");
        await elsewhere.FillSignInAsync(otto.Email, otto.Password);
        await Expect(elsewhere.Heading("Übersicht")).ToBeVisibleAsync();
        await elsewhere.AnswersAsync();
        await LanguageAsync(elsewhere, "de");
    }

    [Fact]
    public async Task List_InTwoLanguagesSideBySide_StaysInThemWhileItFollowsChanges()
    {
        var user = await console.CreateUserAsync("Lingua");
        var (english, german) = (await OpenAsync(console.Address), await OpenAsync(console.Address, language: "de"));
        await english.SignInAsync(console.Administrator);
        await german.GoAsync("/account/sign-in?returnUrl=%2Fusers");
        await german.Field("E-Mail").FillAsync(console.Administrator.Email);
        await german.Field("Passwort").FillAsync(console.Administrator.Password);
        await german.Button("Anmelden").ClickAsync();
        await Expect(german.Heading("Benutzer")).ToBeVisibleAsync();
        foreach (var visitor in (Visitor[])[english, german])
        {
            await visitor.GoAsync($"/users?q={Uri.EscapeDataString(user.Name)}");
            await visitor.MarkAsync();
        }

        await Expect(english.Row(user.Id)).ToContainTextAsync("Active");
        await Expect(german.Row(user.Id)).ToContainTextAsync("Aktiv");

        await console.Sender.AcceptedAsync("DisableUser", new { userId = user.Id });

        await Expect(english.Row(user.Id)).ToContainTextAsync("Disabled");
        await Expect(german.Row(user.Id)).ToContainTextAsync("Deaktiviert");
        (await english.IsStillTheSamePageAsync()).ShouldBeTrue();
        (await german.IsStillTheSamePageAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("de", "/account/sign-in?returnUrl=%2Fusers", HttpStatusCode.Redirect)]
    [InlineData("de", "https://evil.example", HttpStatusCode.Redirect)]
    [InlineData("de", "//evil.example", HttpStatusCode.Redirect)]
    [InlineData("de", "/\\evil.example", HttpStatusCode.Redirect)]
    [InlineData("fr", "/", HttpStatusCode.BadRequest)]
    [InlineData("de-AT", "/", HttpStatusCode.BadRequest)]
    [InlineData("de; path=/x", "/", HttpStatusCode.BadRequest)]
    public async Task Choice_OfAForm_LeadsOnlyWithinTheConsole(string tag, string address, HttpStatusCode status)
    {
        using var visitor = new HttpVisitor(console.Address);

        using var answer = await visitor.SubmitAsync(
            "/account/sign-in",
            "/language",
            [("language", tag), ("returnUrl", address)]
        );

        answer.StatusCode.ShouldBe(status);
        if (status == HttpStatusCode.Redirect)
        {
            answer
                .Headers.Location!.ToString()
                .ShouldBe(address.StartsWith("/account", StringComparison.Ordinal) ? address : "/");
            answer
                .Headers.GetValues("Set-Cookie")
                .ShouldContain("language=de; max-age=31536000; path=/; samesite=lax; httponly");
        }
        else
        {
            visitor.Cookies.GetAllCookies().Select(cookie => cookie.Name).ShouldNotContain("language");
        }
    }

    [Fact]
    public async Task Choice_WithoutTheFormsToken_IsRefused()
    {
        using var visitor = new HttpVisitor(console.Address);
        using var signedIn = await visitor.SignInAsync(console.Administrator);
        using var form = new FormUrlEncodedContent([new("language", "de"), new("returnUrl", "/")]);

        using var answer = await visitor.SendAsync(HttpMethod.Post, "/language", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Task LanguageAsync(Visitor visitor, string tag) =>
        Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", tag);
}
