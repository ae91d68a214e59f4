using System.Net;
using UserAdmin.EndToEnd.Account;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;
using static UserAdmin.EndToEnd.Nodes.Steps;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>
/// The console below a path of a host that belongs to another program, behind the real nginx with the shipped
/// deploy/nginx-path.conf: nothing leads out of the path, and nothing of the console reaches its neighbour.
/// </summary>
public sealed class BelowAPathTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Path = NginxNeighbour.Path;
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    private readonly DataFolder _data = new();
    private readonly List<IAsyncDisposable> _running = [];

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        RunningNginx.SkipIfMissing();
        await base.InitializeAsync();
        await _data.FillAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Console_BelowAPath_WorksAndStaysThere(bool takesPathOff)
    {
        var (nginx, neighbour) = await StartAsync(takesPathOff);
        var ada = await OpenAsync(nginx.Address + Path);
        var (asked, failed) = Watch(ada);

        // The wanted page is reached after signing in, with its search.
        await ada.GoAsync("/users?q=ada");
        await Expect(ada.Heading("Sign in")).ToBeVisibleAsync();
        await ada.FillSignInAsync(_ada.Email, _ada.Password);
        await Expect(ada.Heading("Users")).ToBeVisibleAsync();
        await ada.AnswersAsync();
        new Uri(ada.Page.Url).PathAndQuery.ShouldBe(Path + "/users?q=ada");

        await CreateAsync(ada, "Una User", "una@example.com");
        await EditAsync(ada);
        await FindInThePaletteAsync(ada);
        (await ExportAsync(ada)).ShouldContain("una@example.com");
        (await ConsolePages.UploadAsync(ada)).ShouldStartWith(Path + "/imports/");
        await ChooseThemeAsync(ada);
        await ShowErrorPageAsync(ada);
        await ada.GoAsync("/users");
        await ada.OpenMenuAsync();
        await ada.Button("Sign out").ClickAsync();
        await Expect(ada.Heading("Sign in")).ToBeVisibleAsync();
        new Uri(ada.Page.Url).AbsolutePath.ShouldBe(Path + "/account/sign-in");

        asked.ShouldNotBeEmpty();
        asked.Where(address => !address.StartsWith(Path + "/", StringComparison.Ordinal)).ShouldBeEmpty();
        failed.ShouldBeEmpty();
        neighbour.Asked.Where(address => !address.StartsWith("/health/", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Neighbour_OnTheSameHost_IsUntouched()
    {
        var (nginx, _) = await StartAsync(takesPathOff: false);
        var ada = await OpenAsync(nginx.Address + Path);
        await ada.SignInAsync(_ada);
        await ChooseThemeAsync(ada);

        var answer = await ada.Page.GotoAsync("/");

        (await answer!.TextAsync()).ShouldContain("<h1>Neighbour</h1>");
        var headers = await answer.AllHeadersAsync();
        headers.Keys.ShouldBe(
            ["content-type", "date", "server", "set-cookie"],
            ignoreOrder: true,
            string.Join('\n', headers)
        );
        // Its own choice of a theme is another one.
        (await ada.Page.EvaluateAsync<string>("document.cookie")).ShouldContain("theme=light");
        await ada.GoAsync("/users");
        (await ada.Page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe("dark");
        using var http = RunningNginx.Client();
        using var health = await http.GetAsync(new Uri($"{nginx.Address}{Path}/health/ready"));
        health.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var bare = await http.GetAsync(new Uri(nginx.Address + Path));
        bare.Headers.Location!.ToString().ShouldBe($"{nginx.Address}{Path}/");
    }

    [Fact]
    public async Task TwoConsoles_OnOneHost_KeepTheirSessionsApart()
    {
        using var otherData = new DataFolder();
        await using var other = await RunningProgram.StartAsync(
            otherData,
            [.. ConsoleFixture.Settings, "--UserAdmin:TrustedProxies=127.0.0.1"]
        );
        var console = await StartConsoleAsync($"--UserAdmin:PathBase={Path}");
        await using var nginx = await RunningNginx.StartAsync([console.Address], new(other.Address, false));
        var below = await OpenAsync(nginx.Address + Path);
        var atRoot = await Visitor.OpenAsync(below.Context);

        await below.SignInAsync(_ada);
        await atRoot.SignInAsync(_ada);
        await below.GoAsync("/users");
        await Expect(below.Heading("Users")).ToBeVisibleAsync();
        await below.OpenMenuAsync();
        await below.Button("Sign out").ClickAsync();
        await Expect(below.Heading("Sign in")).ToBeVisibleAsync();

        await atRoot.GoAsync("/users");
        await Expect(atRoot.Heading("Users")).ToBeVisibleAsync();
        (await below.Context.CookiesAsync())
            .Select(cookie => cookie.Name)
            .Where(name => name is "__Host-useradmin" or "__Host-useradmin!admin!users")
            .ShouldBe(["__Host-useradmin"]);
    }

    [Fact]
    public async Task Passkey_BelowAPath_IsAddedAndSignsIn()
    {
        // Without nginx: browsers allow passkeys on localhost, but not with a certificate that they do not trust.
        var console = await StartConsoleAsync($"--UserAdmin:PathBase={Path}");
        var address = console.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var ada = await OpenAsync(address + Path);
        await ada.AddAuthenticatorAsync();
        await ada.SignInAsync(_ada);
        await ada.GoAsync("/account");
        await ada.Button("Add a passkey").ClickAsync();
        await ada.Button("Save name").ClickAsync();
        await Expect(ada.Page.Locator("#passkeys li")).ToBeVisibleAsync();
        await ada.OpenMenuAsync();
        await ada.Button("Sign out").ClickAsync();

        await ada.GoAsync("/account/sign-in?returnUrl=%2Fsystem");
        await ada.Button("Sign in with a passkey").ClickAsync();

        await Expect(ada.Heading("System")).ToBeVisibleAsync();
        new Uri(ada.Page.Url).AbsolutePath.ShouldBe(Path + "/system");
    }

    [Fact]
    public async Task ExternalLogin_BelowAPath_IsLinkedAndSignsIn()
    {
        await using var provider = await LoginProvider.StartAsync();
        var console = await StartConsoleAsync([$"--UserAdmin:PathBase={Path}", .. provider.Settings([])]);
        provider.Person = new(Guid.NewGuid().ToString());
        var ada = await OpenAsync(console.Address + Path);
        await ada.SignInAsync(_ada);
        await ada.GoAsync("/account");
        await ada.Button("Add login at Contoso").ClickAsync();
        await Expect(ada.Page.Locator("#external-logins li")).ToHaveCountAsync(1);
        new Uri(ada.Page.Url).AbsolutePath.ShouldBe(Path + "/account");
        await ada.OpenMenuAsync();
        await ada.Button("Sign out").ClickAsync();

        await ada.GoAsync("/account/sign-in?returnUrl=%2Fsystem");
        await ada.Button("Sign in with Contoso").ClickAsync();

        await Expect(ada.Heading("System")).ToBeVisibleAsync();
        new Uri(ada.Page.Url).AbsolutePath.ShouldBe(Path + "/system");
    }

    [Fact]
    public async Task MailedLink_BelowAPath_LeadsThere()
    {
        var console = await StartConsoleAsync($"--UserAdmin:PathBase={Path}");
        var ada = await OpenAsync(console.Address + Path);
        await ada.SignInAsync(_ada);
        await ada.GoAsync("/users/new");
        await ada.Field("Display name").FillAsync("Irene Invited");
        await ada.Field("Email").FillAsync("irene@example.com");
        await ada.Button("Send invitation").ClickAsync();
        await Expect(ada.Heading("Irene Invited")).ToBeVisibleAsync();

        var irene = new Person("", "Irene Invited", "irene@example.com", "marble window quiet 58");
        var link = await Mailbox.LinkAsync(_data, irene, "/account/accept-invitation");

        link.ShouldStartWith(console.Address + Path + "/account/accept-invitation?token=");
        var visitor = await OpenAsync(console.Address + Path);
        await visitor.Page.GotoAsync(link);
        await visitor.Field("Password").FillAsync(irene.Password);
        await visitor.Button("Activate account").ClickAsync();
        await Expect(visitor.Page.Locator("button[popovertarget=user-menu]")).ToBeVisibleAsync();
        new Uri(visitor.Page.Url).AbsolutePath.ShouldBe(Path + "/account");
    }

    [Fact]
    public async Task Page_AfterARestart_ComesBackBelowThePathWithTheText()
    {
        var console = await StartConsoleAsync($"--UserAdmin:PathBase={Path}");
        var ada = await OpenAsync(console.Address + Path);
        await ada.SignInAsync(_ada);
        await ada.GoAsync("/users/new");
        await ada.Field("Display name").PressSequentiallyAsync("Una User");
        console.Kill();
        await Expect(ada.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();

        await console.StartAsync();

        await Expect(ada.Page.Locator("#draft-note")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(ada.Field("Display name")).ToHaveValueAsync("Una User");
        new Uri(ada.Page.Url).AbsolutePath.ShouldBe(Path + "/users/new");
        ada.ForgetFaults();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var one in Enumerable.Reverse(_running))
        {
            await one.DisposeAsync();
        }

        _data.Dispose();
    }

    private async Task<(RunningNginx Nginx, Neighbour Neighbour)> StartAsync(bool takesPathOff)
    {
        var console = await StartConsoleAsync(takesPathOff ? [] : [$"--UserAdmin:PathBase={Path}"]);
        var neighbour = await Neighbour.StartAsync();
        _running.Add(neighbour);
        var nginx = await RunningNginx.StartAsync([console.Address], new(neighbour.Address, takesPathOff));
        _running.Add(nginx);
        return (nginx, neighbour);
    }

    private async Task<RunningProgram> StartConsoleAsync(params string[] settings)
    {
        var console = await RunningProgram.StartAsync(
            _data,
            [.. ConsoleFixture.Settings, "--UserAdmin:TrustedProxies=127.0.0.1", .. settings]
        );
        _running.Add(console);
        return console;
    }
}
