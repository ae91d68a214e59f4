using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>What the program does under HTTPS, over a real connection with a certificate made for the test.</summary>
public sealed class HttpsTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string CertificatePassword = "of the test";
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    private readonly DataFolder _data = new();
    private RunningProgram? _program;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        var file = _data.File("certificate.pfx");
        await File.WriteAllBytesAsync(file, Certificate());
        _program = await RunningProgram.StartAsync(
            _data,
            [
                .. ConsoleFixture.Settings,
                "--urls=https://127.0.0.1:0",
                "--AllowedHosts=127.0.0.1;console.example",
                $"--Kestrel:Certificates:Default:Path={file}",
                $"--Kestrel:Certificates:Default:Password={CertificatePassword}",
            ]
        );
        _program.Address.ShouldStartWith("https://");
    }

    [Fact]
    public async Task Cookies_AreHostCookies()
    {
        using var visitor = new HttpVisitor(_program!.Address);
        using var page = await visitor.GetAsync("/account/sign-in");
        using var signedIn = await visitor.SignInAsync(_ada);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        Cookie(page).ShouldBe("__Host-useradmin-form httponly path=/ samesite=strict secure");
        Cookie(signedIn).ShouldBe("__Host-useradmin httponly path=/ samesite=lax secure");
        using var users = await visitor.GetAsync("/users");
        users.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Cookie_UnderItsPlainName_IsNotAccepted()
    {
        using var visitor = new HttpVisitor(_program!.Address);
        using var signedIn = await visitor.SignInAsync(_ada);
        var session = visitor.Cookies.GetCookies(new Uri(_program.Address))["__Host-useradmin"]!.Value;

        using var stranger = new HttpVisitor(_program.Address);
        stranger.Cookies.Add(new Uri(_program.Address), new Cookie("useradmin", session));
        using var users = await stranger.GetAsync("/users");

        users.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Browser_IsToldToComeByHttpsOnly_ExceptOnThisMachine()
    {
        using var visitor = new HttpVisitor(_program!.Address);
        using var byName = await visitor.GetAsync("/account/sign-in", ("Host", "console.example"));
        using var byAddress = await visitor.GetAsync("/account/sign-in");

        byName.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000; includeSubDomains"]);
        byAddress.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Fact]
    public async Task Host_ThatIsNotAllowed_IsRefusedWithAllHeaders()
    {
        using var visitor = new HttpVisitor(_program!.Address);
        using var answer = await visitor.GetAsync("/account/sign-in", ("Host", "evil.example"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Console_UnderHttps_WorksInABrowser()
    {
        var ada = await OpenAsync(_program!.Address);
        await ada.SignInAsync(_ada);

        var cookies = await ada.Context.CookiesAsync();
        // The cookie with the time zone is set by a script, so it cannot be HttpOnly; it is no secret.
        cookies.ShouldEachBe(cookie => cookie.Secure);
        cookies
            .Where(cookie => cookie.Name != "zone")
            .ShouldEachBe(cookie =>
                cookie.Secure && cookie.HttpOnly && cookie.Name.StartsWith("__Host-", StringComparison.Ordinal)
            );
        await ada.OpenMenuAsync();
        await ada.Button("Sign out").ClickAsync();
        await Expect(ada.Heading("Sign in")).ToBeVisibleAsync();
        (await ada.Context.CookiesAsync()).ShouldNotContain(cookie => cookie.Name == "__Host-useradmin");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
        _data.Dispose();
    }

    private static string Cookie(HttpResponseMessage answer)
    {
        var parts = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().Split("; ");
        return string.Join(' ', parts.Skip(1).Order(StringComparer.Ordinal).Prepend(parts[0].Split('=')[0]));
    }

    private static byte[] Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1),
            TimeProvider.System.GetUtcNow().AddDays(1)
        );
        return certificate.Export(X509ContentType.Pfx, CertificatePassword);
    }
}
