using System.Net;
using System.Text;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>
/// Whatever anonymous and signed-in clients send causes no status 500, no error in the log and no endless response. By
/// default a sample; with <c>USERADMIN_FUZZ=6000</c> that many addresses, and a sixth as many bodies for each endpoint.
/// </summary>
public sealed class FuzzTests : IAsyncLifetime
{
    private const int LongestLine = 2_200;

    private static readonly int _addresses = int.TryParse(
        Environment.GetEnvironmentVariable("USERADMIN_FUZZ"),
        out var number
    )
        ? number
        : 600;
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    private static readonly string[] _paths =
    [
        "/",
        "/users",
        "/users/new",
        "/users/x",
        "/users/export",
        "/roles",
        "/roles/new",
        "/roles/x",
        "/bulk",
        "/bulk/x",
        "/bulk/new",
        "/bulk/x/report",
        "/imports",
        "/imports/new",
        "/imports/x",
        "/imports/x/refused",
        "/mail",
        "/settings",
        "/system",
        "/views",
        "/refused",
        "/account",
        "/account/sign-in",
        "/account/forgot-password",
        "/account/reset-password",
        "/account/accept-invitation",
        "/account/confirm-email",
        "/account/set-up",
        "/account/second-factor",
        "/account/new-password",
        "/account/set-up-two-factor",
        "/account/turn-off-two-factor",
        "/account/recovery-codes",
        "/account/sign-out",
        "/account/passkeys/request-options",
        "/account/passkeys/sign-in",
        "/account/passkeys/creation-options",
        "/account/passkeys/add",
        "/account/external/none",
        "/account/external/none/callback",
        "/error",
        "/status/404",
        "/not-found",
        "/health/live",
        "/health/ready",
        "/mud-theme.css",
        "/_blazor",
        "/_blazor/negotiate",
        "/_blazor/initializers",
        "/_blazor/disconnect",
        "/_framework/blazor.web.js",
        "/console.css",
    ];

    private static readonly string[] _names =
    [
        "page",
        "q",
        "sort",
        "desc",
        "view",
        "size",
        "tab",
        "kind",
        "show",
        "code",
        "step",
        "status",
        "token",
        "returnUrl",
        "reason",
        "after",
        "before",
        "at",
        "id",
        "state",
        "handler",
        "_handler",
        "columns",
    ];

    private static readonly string[] _values =
    [
        "",
        "x",
        "-1",
        "0",
        "1",
        "2147483648",
        "99999999999999999999",
        "1e9",
        "NaN",
        "null",
        "true",
        "%00",
        "%0d%0aSet-Cookie:a=b",
        "%u0041",
        "%ff%fe",
        "%",
        "%zz",
        "..%2f..%2fetc",
        "%F0%9F%98%80",
        "<script>",
        "'",
        "\"",
        "state:locked",
        "created:2026-13",
        "9999-12-31T23:59:59Z",
        "//evil.example",
        "http://evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "%EF%BC%91",
        "%E2%80%AE",
        "%20",
        "+",
        "&&",
        "=",
        "#",
        "[]",
        "{}",
        "a,b,c",
    ];

    private readonly DataFolder _data = new();
    private readonly Random _random = new(20261128);
    private RunningProgram _program = null!;
    private HttpVisitor _stranger = null!;
    private HttpVisitor _administrator = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _program = await RunningProgram.StartAsync(
            _data,
            [.. ConsoleFixture.Settings, "--UserAdmin:SignInAttemptsPerMinute=1000000"]
        );
        (_stranger, _administrator) = (new HttpVisitor(_program.Address), new HttpVisitor(_program.Address));
        using var signedIn = await _administrator.SignInAsync(_ada);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task AnyAddress_IsAnsweredWithoutAFault()
    {
        var failed = new List<string>();
        for (var i = 0; i < _addresses; i++)
        {
            var address = RandomAddress();
            foreach (var visitor in (HttpVisitor[])[_stranger, _administrator])
            {
                using var answer = await visitor.SendAsync(
                    i % 5 == 0 ? HttpMethod.Head : HttpMethod.Get,
                    address,
                    null,
                    RandomHeaders()
                );
                if ((int)answer.StatusCode >= 500)
                {
                    failed.Add($"{(int)answer.StatusCode} {address}");
                }
            }
        }

        failed.ShouldBeEmpty();
        LogIsCalm();
    }

    [Fact]
    public async Task AnyBody_IsAnsweredWithoutAFault()
    {
        var failed = new List<string>();
        foreach (var path in _paths.Where(path => !path.StartsWith("/_framework", StringComparison.Ordinal)))
        {
            for (var i = 0; i < Math.Max(4, _addresses / 6 / (_addresses > 1000 ? 1 : 10)); i++)
            {
                var visitor = i % 2 == 0 ? _stranger : _administrator;
                using var content = RandomBody();
                using var answer = await visitor.SendAsync(
                    i % 9 == 8 ? HttpMethod.Put : HttpMethod.Post,
                    path,
                    content,
                    RandomHeaders()
                );
                if ((int)answer.StatusCode >= 500)
                {
                    failed.Add($"{(int)answer.StatusCode} {path} {content.Headers.ContentType}");
                }
            }
        }

        failed.ShouldBeEmpty();
        LogIsCalm();
    }

    [Fact]
    public async Task Head_OfEveryPage_AnswersAsGetDoes()
    {
        foreach (
            var path in _paths.Where(path =>
                !path.Contains("passkeys", StringComparison.Ordinal) && !path.StartsWith("/_", StringComparison.Ordinal)
            )
        )
        {
            using var get = await _administrator.GetAsync(path);
            using var head = await _administrator.SendAsync(HttpMethod.Head, path);
            head.StatusCode.ShouldBe(get.StatusCode, path);
            (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task SignInPage_SeenAHundredTimes_SetsOneCookieForPasskeys()
    {
        using var page = await _stranger.GetAsync("/account/sign-in");
        var html = await HttpVisitor.TextAsync(page);
        var at =
            html.IndexOf("name=\"__RequestVerificationToken\" value=\"", StringComparison.Ordinal)
            + "name=\"__RequestVerificationToken\" value=\"".Length;
        var token = html[at..html.IndexOf('"', at)];
        for (var i = 0; i < 100; i++)
        {
            using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
            using var options = await _stranger.SendAsync(
                HttpMethod.Post,
                "/account/passkeys/request-options",
                form,
                ("RequestVerificationToken", token)
            );
            options.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        _stranger
            .Cookies.GetCookies(new Uri($"{_program.Address}/account/passkeys/request-options"))
            .Count.ShouldBeLessThanOrEqualTo(3);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        _administrator.Dispose();
        await _program.DisposeAsync();
        _data.Dispose();
    }

    private void LogIsCalm()
    {
        var lines = _program.Lines;
        lines
            .Where(line =>
                line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
        lines.Where(line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal)).ShouldBeEmpty();
        lines
            .Where(line => line.Length > LongestLine || line.Any(character => char.IsControl(character)))
            .ShouldBeEmpty();
        lines.Count.ShouldBeLessThan(300);
    }

    private string RandomAddress()
    {
        var path =
            _random.Next(10) == 0 ? $"/{Pick(_values).Replace("#", "%23", StringComparison.Ordinal)}" : Pick(_paths);
        if (_random.Next(4) == 0)
        {
            path += $"/{Pick(_values).Replace("#", "%23", StringComparison.Ordinal)}";
        }

        var query = Enumerable
            .Range(0, _random.Next(4))
            .Select(_ => $"{Pick(_names)}={(_random.Next(20) == 0 ? new string('a', 2000) : Pick(_values))}");
        // A client would take two leading slashes for the name of another host.
        var namesHost =
            path.StartsWith("//", StringComparison.Ordinal) || path.StartsWith("/\\", StringComparison.Ordinal);
        return $"{(namesHost ? "/x" : "")}{path}?{string.Join('&', query)}";
    }

    private (string Name, string Value)[] RandomHeaders() =>
        _random.Next(6) switch
        {
            0 =>
            [
                (
                    "Cookie",
                    $"useradmin=x{_random.Next()}; useradmin-form=broken; useradmin-passkeys={new string('z', 22)}"
                ),
            ],
            1 => [("Origin", $"http://evil.example/{new string('a', 4000)}")],
            2 => [("Accept-Language", "xx-yy;q=abc, *"), ("Accept-Encoding", "nonsense;q=9")],
            3 => [("X-Forwarded-For", "not an address"), ("X-Forwarded-Proto", "gopher")],
            4 => [("If-None-Match", "\"x"), ("Range", "bytes=9-1")],
            _ => [],
        };

    private ByteArrayContent RandomBody()
    {
        var (type, body) = _random.Next(9) switch
        {
            0 => ("application/x-www-form-urlencoded", $"Form.Email=%zz&Form.Password=%ff&={new string('k', 300)}"),
            1 => (
                "application/x-www-form-urlencoded",
                string.Join('&', Enumerable.Range(0, 500).Select(i => $"a{i}={i}"))
            ),
            2 => (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data; name=\"Form.Email\"\r\n\r\nno end"
            ),
            3 => ("multipart/form-data", "no boundary"),
            4 => (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data; name=\"f\"; "
                    + $"filename=\"a\"\r\n{new string('H', 20_000)}: x\r\n\r\n\r\n--x--"
            ),
            5 => ("application/json", "{\"ceremony\":1,\"credential\":[[[["),
            6 => ("application/json", "{\"ceremony\":\"x\",\"credential\":{\"id\":\"\\ud800\"},\"returnUrl\":{}}"),
            7 => (
                "application/x-www-form-urlencoded; charset=nonsense",
                $"_handler={Pick(["sign-in", "set-up", "link-password", "confirm-email", "two-factor", "x"])}&__RequestVerificationToken=x"
            ),
            _ => ("text/plain; charset=utf-7", new string('\u0000', 100)),
        };
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private string Pick(string[] among) => among[_random.Next(among.Length)];
}
