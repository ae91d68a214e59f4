using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using UserAdmin.Mail;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Mail;

/// <summary>The first address the program listens on, with the path of the settings.</summary>
internal sealed class ServerAddress(IServer server, IConfiguration configuration) : IServerAddress
{
    public string? Current =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
            ? BasePath.Below(Openable(address), configuration)
            : null;

    /// <summary>Replaces wildcard hosts, because an address to listen on is not always an address to open.</summary>
    public static string Openable(string address)
    {
        foreach (var any in (ReadOnlySpan<string>)["0.0.0.0", "[::]", "*", "+"])
        {
            address = address.Replace($"//{any}:", "//localhost:", StringComparison.Ordinal);
        }

        return address;
    }
}
