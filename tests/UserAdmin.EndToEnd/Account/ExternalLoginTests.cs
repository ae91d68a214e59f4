using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Account;

/// <summary>Signing in with an account elsewhere: the real program, a real provider, a real browser.</summary>
public sealed class ExternalLoginTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    private readonly DataFolder _data = new();
    private LoginProvider _provider = null!;
    private RunningProgram? _program;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => _provider = await LoginProvider.StartAsync();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
            await _provider.DisposeAsync();
            _data.Dispose();
        }
    }

    [Fact]
    public async Task Login_LinkedOnTheAccountPage_SignsInUntilItIsRemoved()
    {
        var visitor = await StartAsync();
        _provider.Person = new("subject-1");
        await visitor.SignInAsync(_ada);
        await LinkAsync(visitor);
        await SignOutAsync(visitor);

        await visitor.GoAsync("/account/sign-in?returnUrl=%2Fsystem");
        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("System")).ToBeVisibleAsync();
        await visitor.GoAsync("/account");
        await visitor.Button("Remove login at Contoso").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove login" }).ClickAsync();
        await Expect(visitor.Page.Locator("#external-logins li")).ToHaveCountAsync(0);
        await SignOutAsync(visitor);
        await visitor.Button("Sign in with Contoso").ClickAsync();
        await Expect(visitor.Heading("Not signed in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Login_WhileSomebodyIsSignedIn_EndsThatSession()
    {
        var visitor = await StartAsync();
        _provider.Person = new("subject-1");
        await visitor.SignInAsync(_ada);
        await LinkAsync(visitor);
        var before = Sessions().ShouldHaveSingleItem();

        await visitor.GoAsync("/account/sign-in");
        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("Users")).ToBeVisibleAsync();
        Sessions().ShouldHaveSingleItem().ShouldNotBe(before);

        List<string> Sessions() => Database.Rows(_data.WriteDatabase, "SELECT Id FROM UserSessions").ConvertAll(row => row[0]);
    }

    [Fact]
    public async Task Login_ThatIsLinkedToNobody_IsRefusedAndCreatesNothing()
    {
        var visitor = await StartAsync();
        // Verified or not, an address opens nothing unless the setting says so.
        _provider.Person = new("subject-1", _ada.Email, IsEmailVerified: true);
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("Not signed in")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("This login does not open an account here.");
        Database.Rows(_data.WriteDatabase, "SELECT * FROM AspNetUserLogins").ShouldBeEmpty();
        Database.Rows(_data.WriteDatabase, "SELECT * FROM UserSessions").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "Users")]
    [InlineData(false, "Not signed in")]
    public async Task Login_WithAnAddressOnly_OpensTheAccountWhenTheProviderHasVerifiedIt(bool isVerified, string heading)
    {
        var visitor = await StartAsync("LinkByVerifiedEmail=true");
        await ConfirmAsync();
        _provider.Person = new("subject-1", "Ada@Example.com", isVerified);
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading(heading)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Login_WithATokenMadeForAnotherSignIn_IsRefused()
    {
        var visitor = await StartAsync("LinkByVerifiedEmail=true");
        await ConfirmAsync();
        _provider.Person = new("subject-1", _ada.Email, IsEmailVerified: true);
        _provider.IsForging = true;
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("What the provider sent could not be used");
        Database.Rows(_data.WriteDatabase, "SELECT * FROM UserSessions").ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_BegunInAnotherBrowser_IsRefused()
    {
        var (visitor, victim) = (await StartAsync("LinkByVerifiedEmail=true"), await OpenAsync(_program!.Address));
        await ConfirmAsync();
        _provider.Person = new("subject-1", _ada.Email, IsEmailVerified: true);
        string? wayBack = null;
        await visitor.Page.RouteAsync($"{_provider.Address}/authorize?**", async route =>
        {
            var answer = await route.FetchAsync(new() { MaxRedirects = 0 });
            wayBack = answer.Headers["location"];
            await route.FulfillAsync(new() { Status = 200, Body = "kept" });
        });
        await visitor.GoAsync("/account/sign-in");
        await visitor.Button("Sign in with Contoso").ClickAsync();
        await Expect(visitor.Page.GetByText("kept")).ToBeVisibleAsync();

        await victim.GoAsync(wayBack.ShouldNotBeNull());
        await Expect(victim.Page.Locator("main")).ToContainTextAsync("What the provider sent could not be used");
        await victim.GoAsync("/account/external/contoso/callback?code=guessed&state=guessed");
        await Expect(victim.Page.Locator("main")).ToContainTextAsync("What the provider sent could not be used");
        Database.Rows(_data.WriteDatabase, "SELECT * FROM UserSessions").ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_WhenThePersonSaysNoThere_SaysSo()
    {
        var visitor = await StartAsync();
        _provider.IsDenying = true;
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("broken off at the provider");
    }

    [Fact]
    public async Task Login_WhenTheProviderIsGone_SaysSo()
    {
        var visitor = await StartAsync();
        await visitor.GoAsync("/account/sign-in");
        await _provider.DisposeAsync();

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("The provider does not answer")).ToBeVisibleAsync();
        _provider = await LoginProvider.StartAsync();
    }

    [Theory]
    [InlineData("https://evil.example/users")]
    [InlineData("//evil.example/users")]
    public async Task Login_WithAForeignReturnUrl_StaysHere(string returnUrl)
    {
        var visitor = await StartAsync("LinkByVerifiedEmail=true");
        await ConfirmAsync();
        _provider.Person = new("subject-1", _ada.Email, IsEmailVerified: true);
        await visitor.GoAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("Users")).ToBeVisibleAsync();
        visitor.Page.Url.ShouldBe($"{_program!.Address}/users");
    }

    private async Task<Visitor> StartAsync(params string[] settings)
    {
        _program = await RunningProgram.StartAsync(_data, [.. ConsoleFixture.Settings, .. _provider.Settings(settings)]);
        return await OpenAsync(_program.Address);
    }

    private async Task ConfirmAsync()
    {
        await using var sender = new CommandSender(_data);
        var id = Database.Rows(_data.WriteDatabase, "SELECT Id FROM AspNetUsers").Single()[0];
        await sender.AcceptedAsync("ConfirmUserEmail", new { userId = id });
    }

    private static async Task LinkAsync(Visitor visitor)
    {
        await visitor.GoAsync("/account");
        await visitor.Button("Add login at Contoso").ClickAsync();
        await Expect(visitor.Page.Locator("#external-logins li")).ToContainTextAsync("subject-1");
        await visitor.AnswersAsync();
    }

    private static async Task SignOutAsync(Visitor visitor)
    {
        await visitor.OpenMenuAsync();
        await visitor.Button("Sign out").ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
    }
}
