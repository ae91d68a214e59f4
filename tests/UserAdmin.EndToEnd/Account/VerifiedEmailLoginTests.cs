using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Account;

/// <summary>
/// Signing in with an external login whose address belongs to an account here, with the real program, a real provider
/// and a real browser.
/// </summary>
public sealed class VerifiedEmailLoginTests(LinkingLoginConsole console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<LinkingLoginConsole>
{
    private readonly string _subject = Guid.NewGuid().ToString();

    /// <inheritdoc/>
    public override ValueTask InitializeAsync()
    {
        console.Provider.Forget();
        return base.InitializeAsync();
    }

    [Theory]
    [InlineData(true, "Overview")]
    [InlineData(false, "Not signed in")]
    public async Task Login_WithAnAddressOnly_OpensTheAccountWhenTheProviderHasVerifiedIt(
        bool isVerified,
        string heading
    )
    {
        var (nina, visitor) = (await console.CreatePersonAsync(), await OpenAsync(console.Address));
        console.Provider.Person = new(_subject, nina.Email.ToUpperInvariant(), isVerified);
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading(heading)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Login_WithATokenMadeForAnotherSignIn_IsRefused()
    {
        var (nina, visitor) = (await console.CreatePersonAsync(), await OpenAsync(console.Address));
        console.Provider.Person = new(_subject, nina.Email, IsEmailVerified: true);
        console.Provider.IsForging = true;
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("The provider's answer could not be used");
        console.SessionsOf(nina).ShouldBeEmpty();
    }

    [Fact]
    public async Task Login_BegunInAnotherBrowser_IsRefused()
    {
        var nina = await console.CreatePersonAsync();
        var (visitor, victim) = (await OpenAsync(console.Address), await OpenAsync(console.Address));
        console.Provider.Person = new(_subject, nina.Email, IsEmailVerified: true);
        string? wayBack = null;
        await visitor.Page.RouteAsync(
            $"{console.Provider.Address}/authorize?**",
            async route =>
            {
                var answer = await route.FetchAsync(new() { MaxRedirects = 0 });
                wayBack = answer.Headers["location"];
                await route.FulfillAsync(new() { Status = 200, Body = "kept" });
            }
        );
        await visitor.GoAsync("/account/sign-in");
        await visitor.Button("Sign in with Contoso").ClickAsync();
        await Expect(visitor.Page.GetByText("kept")).ToBeVisibleAsync();

        await victim.GoAsync(wayBack.ShouldNotBeNull());
        await Expect(victim.Page.Locator("main")).ToContainTextAsync("The provider's answer could not be used");
        await victim.GoAsync("/account/external/contoso/callback?code=guessed&state=guessed");
        await Expect(victim.Page.Locator("main")).ToContainTextAsync("The provider's answer could not be used");
        console.SessionsOf(nina).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://evil.example/users")]
    [InlineData("//evil.example/users")]
    public async Task Login_WithAForeignReturnUrl_StaysHere(string returnUrl)
    {
        var (nina, visitor) = (await console.CreatePersonAsync(), await OpenAsync(console.Address));
        console.Provider.Person = new(_subject, nina.Email, IsEmailVerified: true);
        await visitor.GoAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        await visitor.Button("Sign in with Contoso").ClickAsync();

        await Expect(visitor.Heading("Overview")).ToBeVisibleAsync();
        visitor.Page.Url.ShouldBe($"{console.Address}/");
    }
}
