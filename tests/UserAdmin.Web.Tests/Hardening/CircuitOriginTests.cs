using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class CircuitOriginTests
{
    [Theory]
    [InlineData("http", "console.example", "http://console.example", true)]
    [InlineData("http", "console.example:5080", "http://console.example:5080", true)]
    [InlineData("http", "Console.Example", "http://console.example", true)]
    [InlineData("https", "console.example", "https://console.example", true)]
    [InlineData("https", "console.example:443", "https://console.example", true)]
    [InlineData("http", "[::1]:5080", "http://[::1]:5080", true)]
    // A proxy ended the encryption without a header that says so.
    [InlineData("http", "console.example", "https://console.example", true)]
    [InlineData("https", "console.example", "http://console.example", false)]
    [InlineData("http", "console.example", "http://evil.example", false)]
    [InlineData("http", "console.example", "http://console.example.evil.example", false)]
    [InlineData("http", "console.example", "http://evil.console.example", false)]
    [InlineData("http", "console.example", "http://console.example:8080", false)]
    [InlineData("http", "console.example", "http://console.example@evil.example", false)]
    [InlineData("http", "console.example", "http://console.example, http://evil.example", false)]
    [InlineData("http", "console.example", "null", false)]
    [InlineData("http", "console.example", "file://console.example", false)]
    [InlineData("http", "console.example", "console.example", false)]
    public void IsOurs_ForAnOrigin_IsItWhenItIsThisConsole(string scheme, string host, string origin, bool isOurs) =>
        CircuitOrigin.IsOurs(Request(scheme, host, origin)).ShouldBe(isOurs);

    [Theory]
    [InlineData(null, true)]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    public void IsOurs_WithoutAnOrigin_GoesByWhatTheBrowserSays(string? site, bool isOurs)
    {
        var request = Request("https", "console.example", null);
        request.Headers["Sec-Fetch-Site"] = site;

        CircuitOrigin.IsOurs(request).ShouldBe(isOurs);
    }

    [Theory]
    [InlineData("/_blazor", false)]
    [InlineData("/_blazor/negotiate", false)]
    // Forms have their tokens, and an external provider posts from another site.
    [InlineData("/signin-oidc", true)]
    public async Task InvokeAsync_FromAnotherSite_LetsOnlyThroughWhatIsNoCircuit(string path, bool isLet)
    {
        var wasLet = false;
        var request = Request("https", "console.example", "https://evil.example");
        request.Path = path;

        await new CircuitOrigin(
            _ =>
            {
                wasLet = true;
                return Task.CompletedTask;
            },
            NullLogger<CircuitOrigin>.Instance
        ).InvokeAsync(request.HttpContext);

        wasLet.ShouldBe(isLet);
        request.HttpContext.Response.StatusCode.ShouldBe(
            isLet ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden
        );
    }

    private static HttpRequest Request(string scheme, string host, string? origin)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (scheme, new HostString(host));
        request.Headers.Origin = origin;
        return request;
    }
}
