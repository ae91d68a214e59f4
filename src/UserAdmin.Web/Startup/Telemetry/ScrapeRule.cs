using System.Net;
using UserAdmin.Storage;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Startup.Telemetry;

/// <summary>Whether metrics are shown at <c>/metrics</c>, and to whom.</summary>
/// <param name="IsOn">Whether they are shown at all.</param>
/// <param name="From">The addresses that may read them.</param>
internal sealed record ScrapeRule(bool IsOn, AddressList From)
{
    /// <summary>Settings below <c>UserAdmin</c> that switch it on.</summary>
    internal const string Setting = "UserAdmin:Metrics:Prometheus";

    /// <summary>Setting that lists who may read.</summary>
    internal const string FromSetting = "UserAdmin:Metrics:From";

    private const string Path = "/metrics";

    // Behind a proxy on the same machine, everybody comes from loopback.
    private static readonly string[] _signsOfAProxy =
    [
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Real-IP",
    ];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="StartupException">One has an invalid value.</exception>
    public static ScrapeRule Of(IConfiguration configuration)
    {
        var text = configuration[Setting];
        if (text is not null && !bool.TryParse(text, out _))
        {
            throw new StartupException($"{Setting} has to be true or false, but holds “{text}”.");
        }

        var from = AddressList.Read(configuration, FromSetting);
        return new(
            text is not null && bool.Parse(text),
            from is { Addresses: [], Networks: [] } ? new([IPAddress.Loopback, IPAddress.IPv6Loopback], []) : from
        );
    }

    /// <summary>
    /// Returns whether a request is answered with metrics. It looks at the peer of the connection, so it has to be
    /// asked before forwarded headers are applied.
    /// </summary>
    public bool Answers(HttpContext http) =>
        IsOn
        && http.Request.Path.Equals(Path, StringComparison.Ordinal)
        && HttpMethods.IsGet(http.Request.Method)
        && http.Connection.RemoteIpAddress is { } peer
        && From.Contains(peer)
        && !_signsOfAProxy.Any(http.Request.Headers.ContainsKey);
}
