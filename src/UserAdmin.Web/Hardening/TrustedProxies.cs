using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Configures the proxies whose forwarded headers determine the client's address, whether HTTPS is used, and the path
/// below which the console is reached: those listed in <c>UserAdmin:TrustedProxies</c>, none by default.
/// </summary>
internal sealed class TrustedProxies(IConfiguration configuration) : IConfigureOptions<ForwardedHeadersOptions>
{
    private const string Setting = "UserAdmin:TrustedProxies";

    /// <inheritdoc/>
    public void Configure(ForwardedHeadersOptions options)
    {
        // Not the host: a proxy that forgets to set it would let anyone choose the address that links in mails lead to.
        options.ForwardedHeaders =
            ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix;
        // The header may contain several listed proxies; it is read up to the first address that is not listed.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        var listed = AddressList.Read(configuration, Setting);
        foreach (var address in listed.Addresses)
        {
            options.KnownProxies.Add(address);
        }

        foreach (var network in listed.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        if (options.KnownProxies.Count + options.KnownIPNetworks.Count == 0)
        {
            // If no proxy is listed, the middleware would trust everybody.
            options.ForwardedHeaders = ForwardedHeaders.None;
        }
    }
}
