using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Embedding;

/// <summary>
/// The console inside an application with individual accounts (samples/RazorPages), whose signed-in person acts if its
/// policy admits them.
/// </summary>
public sealed class HostAccountTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Password = "Correct horse 1 battery";
    private SampleProgram _host = null!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _host = await SampleProgram.StartAsync("Sample");
    }

    [Fact]
    public async Task Administrator_OfTheApplication_AdministersItsAccounts()
    {
        var olga = await OpenAsync(_host.Address + "/admin/users");
        await EnterAsync(olga, "olga");
        await olga.GoAsync("/users");

        await olga.Link("sam@example.com").First.ClickAsync();
        await Expect(olga.Heading("sam@example.com")).ToBeVisibleAsync();
        await olga.Field("Display name").FillAsync("Sam Smith");
        await olga.Button("Save changes").ClickAsync();
        await Expect(olga.Page.Locator("[data-unsaved]")).Not.ToBeAttachedAsync();
        await Expect(olga.Heading("Sam Smith")).ToBeVisibleAsync();
        // The history names the person, not the application.
        await Expect(olga.Page.Locator("main").GetByText("olga@example.com").First).ToBeVisibleAsync();
        await olga.OpenMenuAsync();
        await Expect(olga.Page.Locator("#user-menu")).ToBeVisibleAsync();
        await Expect(olga.Button("Sign out")).Not.ToBeAttachedAsync();

        await olga.GoAsync("/users/new?how=password");
        await olga.Field("Display name").FillAsync("Una User");
        await olga.Field("Email").FillAsync("una@example.com");
        // The proposed name comes a round trip later; a person who is in the field by then is not disturbed by it.
        await Expect(olga.Field("User name")).ToHaveValueAsync("una");
        // The application signs people in by their addresses.
        await olga.Field("User name").FillAsync("una@example.com");
        await olga.Field("Initial password").FillAsync("no digit in upper Case");
        await olga.Button("Create user").ClickAsync();
        // The application's own rules.
        await Expect(olga.Page.GetByText("Passwords must have at least one digit")).ToBeVisibleAsync();
        await olga.Field("Initial password").FillAsync(Password);
        await olga.Button("Create user").ClickAsync();
        await Expect(olga.Heading("Una User")).ToBeVisibleAsync();

        var una = await OpenAsync(_host.Address);
        await SignInAsync(una, "una");
        await Expect(una.Page.GetByText("Signed in as una@example.com.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Person_WhomThePolicyDoesNotAdmit_IsRefusedByTheApplication()
    {
        var sam = await OpenAsync(_host.Address);
        await SignInAsync(sam, "sam");
        await Expect(sam.Page.GetByText("Signed in as sam@example.com.")).ToBeVisibleAsync();

        var answer = (await sam.Page.GotoAsync("/admin/users/users"))!;

        new Uri(answer.Url).AbsolutePath.ShouldBe("/Account/AccessDenied");
        (await sam.Context.CookiesAsync()).ShouldNotContain(cookie => cookie.Name.StartsWith("useradmin"));
        sam.ForgetFaults();
    }

    [Fact]
    public async Task SigningOut_InTheApplication_EndsAnOpenPageOfTheConsole()
    {
        var olga = await OpenAsync(_host.Address + "/admin/users");
        await EnterAsync(olga, "olga");
        var other = await olga.Context.NewPageAsync();
        await other.GotoAsync(_host.Address);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(other.GetByText("Signed in as nobody.")).ToBeVisibleAsync();

        // What the page does every 45 seconds, and when the person comes back to it.
        await olga.Page.EvaluateAsync("() => dispatchEvent(new Event('online'))");

        await Expect(olga.Heading("Sign in to the application")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task PageOfTheApplication_NextToTheConsole_IsAsWithoutIt()
    {
        await using var alone = await SampleProgram.StartAsync("Sample", "--Sample:Console=off");
        foreach (var path in new[] { "/", "/SignIn", "/site.css", "/nowhere" })
        {
            (await LookAsync(_host.Address, path)).ShouldBe(await LookAsync(alone.Address, path), path);
        }
    }

    private static async Task<string> LookAsync(string address, string path)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(address + path), TestContext.Current.CancellationToken);
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not "Date")
            .Select(header => $"{header.Key}: {string.Join("; ", header.Value.Select(WithoutSecrets))}")
            .Order();
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', [$"{answer.StatusCode}", .. headers, WithoutSecrets(body)]);
    }

    // The antiforgery token, which data protection makes anew each time, in the cookie and in the form.
    private static string WithoutSecrets(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "CfDJ8[A-Za-z0-9_-]+", "…");

    private static async Task EnterAsync(Visitor visitor, string name)
    {
        await visitor.Page.GotoAsync("/admin/users/");
        await Expect(visitor.Heading("Sign in to the application")).ToBeVisibleAsync();
        await FillAsync(visitor, name);
        await Expect(visitor.Heading("Overview")).ToBeVisibleAsync();
        await visitor.AnswersAsync();
    }

    private static async Task SignInAsync(Visitor visitor, string name)
    {
        await visitor.Page.GotoAsync("/SignIn");
        await FillAsync(visitor, name);
    }

    private static async Task FillAsync(Visitor visitor, string name)
    {
        await visitor.Field("Email").FillAsync($"{name}@example.com");
        await visitor.Field("Password").FillAsync(Password);
        await visitor.Button("Sign in").ClickAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }
}
