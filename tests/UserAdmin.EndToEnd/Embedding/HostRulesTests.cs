using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Embedding;

/// <summary>
/// The console inside samples/MinimalApi, which has rules of its own for accounts, and two administrators.
/// </summary>
public sealed class HostRulesTests(Chromium chromium) : BrowserTest(chromium)
{
    private SampleProgram _host = null!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _host = await SampleProgram.StartAsync("MinimalSample");
    }

    [Fact]
    public async Task Account_AgainstTheRulesOfTheApplication_IsRefusedInItsWordsBesideTheField()
    {
        var olga = await OpenAsync(_host.Address + "/admin/users");
        await olga.EnterConsoleAsync(_host.Address, "olga");
        await olga.GoAsync("/users/new?how=password");
        await olga.Field("Display name").FillAsync("Una Ünal");
        await olga.Field("Email").FillAsync("una@example.org");
        // The proposed name comes a round trip later; a person who is in the field by then is not disturbed by it.
        await Expect(olga.Field("User name")).ToHaveValueAsync("una");
        await olga.Field("User name").FillAsync("una#");
        await olga.Field("Initial password").FillAsync(HostSigningIn.Password);
        await olga.Button("Create user").ClickAsync();
        // Of IdentityOptions, and of the application's own validator.
        await Expect(olga.Beside("UserName")).ToContainTextAsync("Username 'una#' is invalid");
        await Expect(olga.Beside("Email")).ToHaveTextAsync("Use an address of the company.");
        await olga.Field("Email").FillAsync("una@example.com");
        // Stock Identity allows neither the space nor the letter.
        await olga.Field("User name").FillAsync("una ünal");
        await olga.Button("Create user").ClickAsync();
        await Expect(olga.Heading("Una Ünal")).ToBeVisibleAsync();

        await olga.Field("User name").FillAsync("root");
        await olga.Button("Save changes").ClickAsync();
        await Expect(olga.Beside("UserName")).ToHaveTextAsync("Nobody here is called root.");
        await olga.Field("User name").FillAsync("ünal");
        await olga.Button("Save changes").ClickAsync();
        await Expect(olga.Page.Locator("[data-unsaved]")).Not.ToBeAttachedAsync();
    }

    [Fact]
    public async Task AnotherPerson_SignedInInTheSameBrowser_ActsInTheOpenPage()
    {
        var olga = await OpenAsync(_host.Address + "/admin/users");
        await olga.EnterConsoleAsync(_host.Address, "olga");
        await olga.Link("sam@example.com").First.ClickAsync();
        await Expect(olga.Heading("sam@example.com")).ToBeVisibleAsync();
        await olga.MarkAsync();

        await olga.SignInToHostAsync(_host.Address, "otto");
        // What a window sends when the person comes back to it from another one.
        await olga.Page.EvaluateAsync("() => { dispatchEvent(new Event('focus')); }");

        // The page is loaded again.
        await olga.Page.WaitForFunctionAsync("() => window.isStillTheSamePage !== true");
        await Expect(olga.Heading("sam@example.com")).ToBeVisibleAsync();
        await olga.AnswersAsync();
        await olga.Field("Job title").FillAsync("Smith");
        await olga.Button("Save changes").ClickAsync();
        await Expect(olga.Page.Locator("[data-unsaved]")).Not.ToBeAttachedAsync();
        await Expect(olga.Page.Locator("main").GetByText("otto@example.com").First).ToBeVisibleAsync();
        await Expect(olga.Page.Locator("main").GetByText("olga@example.com")).Not.ToBeAttachedAsync();
        olga.ForgetFaults();
    }

    [Fact]
    public async Task AnotherPerson_WhomThePageOfThePersonBeforeSendsToTheSignIn_GoesOnThere()
    {
        var otto = await OpenAsync(_host.Address + "/admin/users");
        await otto.EnterConsoleAsync(_host.Address, "otto");

        // Where an open page leads when the session that it belongs to has ended.
        await otto.GoAsync("/account/sign-in?returnUrl=%2Froles&reason=ended&asker=somebody-else");

        await Expect(otto.Heading("Roles")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task AnotherPerson_WhoMayNotUseTheConsole_EndsTheOpenPage()
    {
        var olga = await OpenAsync(_host.Address + "/admin/users");
        await olga.EnterConsoleAsync(_host.Address, "olga");
        await olga.MarkAsync();

        await olga.SignInToHostAsync(_host.Address, "sam");
        await olga.Page.EvaluateAsync("() => { dispatchEvent(new Event('focus')); }");

        // The page is loaded again.
        await olga.Page.WaitForFunctionAsync("() => window.isStillTheSamePage !== true");
        await Expect(olga.Heading("Users")).Not.ToBeVisibleAsync();
        olga.ForgetFaults();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }
}
