using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UserAdmin.Storage;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Tests.Hardening;

public sealed class TrustedProxiesTests
{
    [Fact]
    public async Task TrustedProxies_UnlessSet_AreNone() =>
        (await SeenAsync(Settings.Of(), "127.0.0.1", "192.0.2.7")).ShouldBe(("127.0.0.1", "http", "console.example"));

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", "192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.7", "::ffff:10.0.0.7", "192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.0/24", "10.0.0.9", "192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.7, 2001:db8::/32", "2001:db8::5", "192.0.2.7", "192.0.2.7")]
    // The request came through two proxies; an address that the visitor put in front is ignored.
    [InlineData("10.0.0.0/24", "10.0.0.9", "198.51.100.1, 192.0.2.7, 10.0.0.8", "192.0.2.7")]
    [InlineData("10.0.0.7", "10.0.1.7", "192.0.2.7", "10.0.1.7")]
    public async Task TrustedProxies_WhenOneSpeaks_AreBelieved(
        string trusted,
        string from,
        string forwarded,
        string seen
    ) => (await SeenAsync(Settings.Of(("UserAdmin:TrustedProxies", trusted)), from, forwarded)).Client.ShouldBe(seen);

    [Fact]
    public async Task TrustedProxies_WhenOneSpeaks_TellHttpsButNotTheHost() =>
        (await SeenAsync(Settings.Of(("UserAdmin:TrustedProxies:0", "10.0.0.7")), "10.0.0.7", "192.0.2.7")).ShouldBe(
            ("192.0.2.7", "https", "console.example")
        );

    [Theory]
    [InlineData("10.0.0.7", "/admin/users")]
    [InlineData("10.0.0.8", "")]
    public async Task Prefix_IsBelievedFromATrustedProxyOnly(string from, string seen)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        http.Request.Headers["X-Forwarded-Prefix"] = "/admin/users";

        await Middleware(Settings.Of(("UserAdmin:TrustedProxies", "10.0.0.7"))).Invoke(http);

        http.Request.PathBase.Value.ShouldBe(seen);
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.7, nonsense")]
    public void TrustedProxies_WhenNoAddress_StopTheProgramAndSayWhich(string value) =>
        Should
            .Throw<StartupException>(() => Options(Settings.Of(("UserAdmin:TrustedProxies", value))))
            .Message.ShouldContain("UserAdmin:TrustedProxies");

    private static async Task<(string Client, string Scheme, string Host)> SeenAsync(
        IConfiguration settings,
        string from,
        string forwarded
    )
    {
        var http = new DefaultHttpContext();
        (http.Connection.RemoteIpAddress, http.Request.Scheme, http.Request.Host) = (
            IPAddress.Parse(from),
            "http",
            new HostString("console.example")
        );
        http.Request.Headers["X-Forwarded-For"] = forwarded;
        http.Request.Headers["X-Forwarded-Proto"] = string.Join(", ", forwarded.Split(',').Select(_ => "https"));
        http.Request.Headers["X-Forwarded-Host"] = "evil.example";

        await Middleware(settings).Invoke(http);
        return (http.Connection.RemoteIpAddress!.ToString(), http.Request.Scheme, http.Request.Host.Value!);
    }

    private static ForwardedHeadersMiddleware Middleware(IConfiguration settings) =>
        new(_ => Task.CompletedTask, NullLoggerFactory.Instance, Options(settings));

    private static IOptions<ForwardedHeadersOptions> Options(IConfiguration settings)
    {
        var options = new ForwardedHeadersOptions();
        new TrustedProxies(settings).Configure(options);
        return Microsoft.Extensions.Options.Options.Create(options);
    }
}
