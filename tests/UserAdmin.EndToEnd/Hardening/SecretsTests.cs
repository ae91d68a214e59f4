using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>Even with every log category at its most verbose level, no secret is logged.</summary>
public sealed partial class SecretsTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly string[] _everything =
    [
        "--Logging:LogLevel:Default=Trace",
        "--Logging:LogLevel:UserAdmin=Trace",
        "--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database=Trace",
        "--Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore.SignalR=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Trace",
        "--Logging:Console:LogLevel:Default=Trace",
    ];

    private readonly DataFolder _data = new();
    private RunningProgram? _program;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => _program = await RunningProgram.StartAsync(_data, _everything);

    [Fact]
    public async Task Log_OfEverything_HoldsNoPasswordTokenOrSession()
    {
        var link = (await _program!.LineAsync("/account/set-up?token=")).Split(' ')[^1];
        var ada = await OpenAsync(_program.Address);
        await ada.GoAsync(link);
        await ada.Field("Display name").FillAsync("Ada Admin");
        await ada.Field("Email").FillAsync("ada@example.com");
        await ada.Field("Password").FillAsync("1st-secret");
        await ada.Button("Create administrator").ClickAsync();
        await ada.Field("Password").FillAsync("second-secret correct horse");
        await ada.Button("Create administrator").ClickAsync();
        await Expect(ada.Heading("Overview")).ToBeVisibleAsync();
        await ada.GoAsync("/users/new");
        await ada.Field("Display name").FillAsync("typed-into-a-circuit");
        await ada.Field("Email").ClickAsync();
        await Expect(ada.Page.Locator("[data-unsaved]").First).ToBeAttachedAsync();
        var cookies = await ada.Context.CookiesAsync();
        using var visitor = new HttpVisitor(_program.Address);
        using var wrong = await visitor.SignInAsync(new Person("", "", "ada@example.com", "third-secret"));
        using var unknown = await visitor.SignInAsync(new Person("", "", "nobody@example.com", "fourth-secret"));
        using var guessed = await visitor.GetAsync("/account/set-up?token=fifth-secret");
        using var right = await visitor.SignInAsync(
            new Person("", "", "ada@example.com", "second-secret correct horse")
        );
        using var signedOut = await visitor.SignOutAsync();
        signedOut.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        string[] secrets =
        [
            "1st-secret",
            "second-secret",
            "third-secret",
            "fourth-secret",
            "fifth-secret",
            "typed-into-a-circuit",
            link.Split('=')[^1],
            .. cookies.Select(cookie => cookie.Value),
        ];
        var log = _program
            .Lines.Where(line => !line.StartsWith("There is no administrator yet", StringComparison.Ordinal))
            .ToList();
        log.ShouldContain(
            line => line.StartsWith("trce:", StringComparison.Ordinal),
            "The log is as talkative as it can be."
        );
        log.ShouldContain(line => line.Contains("INSERT INTO \"UserSessions\"", StringComparison.Ordinal));
        log.Where(line =>
                secrets.Any(secret =>
                    line.Contains(secret, StringComparison.OrdinalIgnoreCase)
                    || line.Contains(Uri.EscapeDataString(secret), StringComparison.OrdinalIgnoreCase)
                )
            )
            .ShouldBeEmpty();
        var sessions = Database.Rows(_data.WriteDatabase, "SELECT Id FROM UserSessions").Select(row => row[0]).ToList();
        sessions.ShouldNotBeEmpty();
        log.SelectMany(line => Words().Matches(line))
            .Select(word => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(word.Value))))
            .Where(hash => sessions.Contains(hash, StringComparer.OrdinalIgnoreCase))
            .ShouldBeEmpty("The id of a session was logged.");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
        _data.Dispose();
    }

    // 256 bits as base64url.
    [GeneratedRegex("[A-Za-z0-9_-]{43}")]
    private static partial Regex Words();
}
