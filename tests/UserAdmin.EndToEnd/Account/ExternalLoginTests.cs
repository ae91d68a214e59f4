using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Account;

/// <summary>Signing in with an external login, with the real program, a real provider and a real browser.</summary>
public sealed class ExternalLoginTests(PlainLoginConsole console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<PlainLoginConsole>
{
    private readonly string _subject = Guid.NewGuid().ToString();

    /// <inheritdoc/>
    public override ValueTask InitializeAsync()
    {
        console.Provider.Forget();
        return base.InitializeAsync();
    }

    [Fact]
    public async Task Login_LinkedOnTheAccountPage_SignsInUntilItIsRemoved()
    {
        var (nina, visitor) = (await console.CreatePersonAsync(), await OpenAsync(console.Address));
        console.Provider.Person = new(_subject);
        await visitor.SignInAsync(nina);
        await LinkAsync(visitor);
        await SignOutAsync(visitor);

        await visitor.GoAsync("/account/sign-in?returnUrl=%2Fsystem");
        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("System")).ToBeVisibleAsync();
        await visitor.GoAsync("/account");
        await visitor.Button("Remove login at Contoso").ClickAsync();
        await visitor
            .Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog)
            .GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Remove login" })
            .ClickAsync();
        await Expect(visitor.Page.Locator("#external-logins li")).ToHaveCountAsync(0);
        await SignOutAsync(visitor);
        await visitor.Button("Sign in with Contoso").ClickAsync();
        await Expect(visitor.Heading("Not signed in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Login_WhileSomebodyIsSignedIn_EndsThatSession()
    {
        var (nina, visitor) = (await console.CreatePersonAsync(), await OpenAsync(console.Address));
        console.Provider.Person = new(_subject);
        await visitor.SignInAsync(nina);
        await LinkAsync(visitor);
        var before = console.SessionsOf(nina).ShouldHaveSingleItem();

        await visitor.GoAsync("/account/sign-in");
        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("Overview")).ToBeVisibleAsync();
        console.SessionsOf(nina).ShouldHaveSingleItem().ShouldNotBe(before);
    }

    [Fact]
    public async Task Login_ThatIsLinkedToNobody_IsRefusedAndCreatesNothing()
    {
        var (nina, visitor) = (await console.CreatePersonAsync(), await OpenAsync(console.Address));
        // Even a verified address links no account unless the setting allows it.
        console.Provider.Person = new(_subject, nina.Email, IsEmailVerified: true);
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("Not signed in")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("This login does not open an account here.");
        Database
            .Rows(console.Data.WriteDatabase, $"SELECT * FROM AspNetUserLogins WHERE ProviderKey = '{_subject}'")
            .ShouldBeEmpty();
        console.SessionsOf(nina).ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_CancelledAtTheProvider_SaysThatNothingHasChanged()
    {
        var visitor = await OpenAsync(console.Address);
        console.Provider.IsDenying = true;
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("cancelled at the provider");
    }

    [Fact]
    public async Task Login_WhenTheProviderIsUnreachable_ShowsWhyNobodyIsSignedIn()
    {
        using var data = new DataFolder();
        var provider = await LoginProvider.StartAsync();
        await using var program = await RunningProgram.StartAsync(
            data,
            [.. ConsoleFixture.Settings, .. provider.Settings()]
        );
        var visitor = await OpenAsync(program.Address);
        await visitor.GoAsync("/account/sign-in");
        await provider.DisposeAsync();

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("The provider is not responding")).ToBeVisibleAsync();
    }

    private static async Task LinkAsync(Visitor visitor)
    {
        await visitor.GoAsync("/account");
        await visitor.Button("Add login at Contoso").ClickAsync();
        await Expect(visitor.Page.Locator("#external-logins li")).ToHaveCountAsync(1);
        await visitor.AnswersAsync();
    }

    private static async Task SignOutAsync(Visitor visitor)
    {
        await visitor.OpenMenuAsync();
        await visitor.Button("Sign out").ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
    }
}
