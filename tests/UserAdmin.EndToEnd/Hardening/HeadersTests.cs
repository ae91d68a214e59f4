using System.Net;
using System.Net.Http.Headers;
using UserAdmin.EndToEnd.Browsers;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>The security headers, on every kind of answer.</summary>
public sealed class HeadersTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    private static readonly string[] _expected =
    [
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Referrer-Policy: same-origin",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Embedder-Policy: require-corp",
        "Cross-Origin-Resource-Policy: same-origin",
        "X-Permitted-Cross-Domain-Policies: none",
    ];

    [Theory]
    [InlineData("/account/sign-in", HttpStatusCode.OK, false)]
    [InlineData("/", HttpStatusCode.Redirect, false)]
    [InlineData("/users", HttpStatusCode.Redirect, false)]
    [InlineData("/nowhere", HttpStatusCode.NotFound, false)]
    [InlineData("/error", HttpStatusCode.OK, false)]
    [InlineData("/health/live", HttpStatusCode.OK, false)]
    [InlineData("/_blazor/negotiate", HttpStatusCode.MethodNotAllowed, false)]
    [InlineData("/theme.css", HttpStatusCode.OK, true)]
    [InlineData("/mud-theme.css", HttpStatusCode.OK, true)]
    [InlineData("/_framework/blazor.web.js", HttpStatusCode.OK, true)]
    [InlineData("/fonts/inter-latin.woff2", HttpStatusCode.OK, true)]
    public async Task Answer_ToAnybody_HasAllHeaders(string path, HttpStatusCode status, bool mayBeKept)
    {
        using var visitor = new HttpVisitor(console.Address);

        using var answer = await visitor.GetAsync(path);

        answer.StatusCode.ShouldBe(status);
        Check(answer, mayBeKept);
    }

    [Theory]
    [InlineData("/users", HttpStatusCode.OK)]
    [InlineData("/users/new", HttpStatusCode.OK)]
    [InlineData("/system", HttpStatusCode.OK)]
    [InlineData("/users/018f0000-0000-7000-8000-000000000000", HttpStatusCode.NotFound)]
    public async Task Page_WithPersonalData_HasAllHeadersAndIsNotCached(string path, HttpStatusCode status)
    {
        using var visitor = new HttpVisitor(console.Address);
        using var signedIn = await visitor.SignInAsync(console.Administrator);
        Check(signedIn, mayBeKept: false);

        using var answer = await visitor.GetAsync(path);

        answer.StatusCode.ShouldBe(status);
        Check(answer, mayBeKept: false);
    }

    [Fact]
    public async Task Refusals_HaveAllHeaders()
    {
        using var visitor = new HttpVisitor(console.Address);
        using var forged = await visitor.SendAsync(HttpMethod.Post, "/account/sign-in", Form(100));
        using var tooLarge = await visitor.SendAsync(HttpMethod.Post, "/account/sign-in", Form(64 * 1024));
        using var fromElsewhere = await visitor.SendAsync(
            HttpMethod.Post,
            "/_blazor/negotiate",
            null,
            ("Origin", "https://evil.example")
        );

        (forged.StatusCode, tooLarge.StatusCode, fromElsewhere.StatusCode).ShouldBe(
            (HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Forbidden)
        );
        (await HttpVisitor.TextAsync(tooLarge)).ShouldContain("larger than the console takes");
        Check(forged, mayBeKept: false);
        Check(tooLarge, mayBeKept: false);
        Check(fromElsewhere, mayBeKept: false);
    }

    [Fact]
    public async Task Body_ThatDoesNotSayItsLength_IsCutOff()
    {
        using var visitor = new HttpVisitor(console.Address);
        using var body = Form(64 * 1024);
        using var sent = await visitor.SendAsync(
            HttpMethod.Post,
            "/account/sign-in",
            body,
            ("Transfer-Encoding", "chunked")
        );

        ((int)sent.StatusCode).ShouldBeInRange(400, 499);
    }

    [Fact]
    public async Task Headers_LongerThanAnyBrowserSends_AreRefused()
    {
        using var visitor = new HttpVisitor(console.Address);
        using var answer = await visitor.GetAsync("/account/sign-in", ("X-Long", new string('a', 20 * 1024)));

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Theory]
    [InlineData("/users?q=ada", "/users?q=ada")]
    [InlineData("//evil.example", "/")]
    [InlineData("/.//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/users\r\nLocation: https://evil.example", "/")]
    [InlineData("/bücher", "/")]
    public async Task SignIn_WithAReturnUrl_LeadsNowhereElse(string returnUrl, string target)
    {
        using var visitor = new HttpVisitor(console.Address);

        using var answer = await visitor.SubmitAsync(
            $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}",
            ("Form.Email", console.Administrator.Email),
            ("Form.Password", console.Administrator.Password)
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        new Uri(new Uri(console.Address), answer.Headers.Location!).ShouldBe(new Uri(console.Address + target));
    }

    private static void Check(HttpResponseMessage answer, bool mayBeKept)
    {
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldSatisfyAllConditions(
            () => policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self';"),
            () => policy.ShouldContain("frame-ancestors 'none'"),
            () => policy.ShouldContain("base-uri 'self'"),
            () => policy.ShouldNotContain("unsafe-eval"),
            () => policy.ShouldNotContain("form-action *")
        );
        _expected
            .Except(answer.Headers.SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}")))
            .ShouldBeEmpty();
        answer.Headers.GetValues("Permissions-Policy").ShouldHaveSingleItem().ShouldContain("camera=()");
        answer.Headers.Server.ShouldBeEmpty();
        answer.Headers.Contains("X-Powered-By").ShouldBeFalse();
        (answer.Headers.CacheControl ?? new CacheControlHeaderValue()).NoStore.ShouldBe(!mayBeKept);
    }

    private static FormUrlEncodedContent Form(int length) =>
        new([KeyValuePair.Create("Form.Email", new string('a', length))]);
}
