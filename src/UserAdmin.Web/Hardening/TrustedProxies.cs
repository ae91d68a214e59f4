using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using UserAdmin.Storage;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Configures the proxies whose forwarded headers determine the client's address and whether HTTPS is used: those
/// listed in <c>UserAdmin:TrustedProxies</c>, none by default.
/// </summary>
internal sealed class TrustedProxies(IConfiguration configuration) : IConfigureOptions<ForwardedHeadersOptions>
{
    private const string Setting = "UserAdmin:TrustedProxies";

    /// <inheritdoc/>
    public void Configure(ForwardedHeadersOptions options)
    {
        // Not the host: a proxy that forgets to set it would let anyone choose the address that links in mails lead to.
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // The header may contain several listed proxies; it is read up to the first address that is not listed.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in Listed())
        {
            if (IPAddress.TryParse(text, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(text, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new StartupException(
                    $"{Setting} has to list addresses or networks, such as 10.0.0.7 or 10.0.0.0/24, but holds “{text}”."
                );
            }
        }

        if (options.KnownProxies.Count + options.KnownIPNetworks.Count == 0)
        {
            // If no proxy is listed, the middleware would trust everybody.
            options.ForwardedHeaders = ForwardedHeaders.None;
        }
    }

    private IEnumerable<string> Listed() =>
        configuration
            .GetSection(Setting)
            .GetChildren()
            .Select(child => child.Value)
            .Prepend(configuration[Setting])
            .SelectMany(text =>
                (text ?? "").Split(
                    [',', ';', ' '],
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
            );
}
