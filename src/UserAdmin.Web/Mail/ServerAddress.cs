using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using UserAdmin.Mail;

namespace UserAdmin.Web.Mail;

/// <summary>The first address the program listens on.</summary>
internal sealed class ServerAddress(IServer server) : IServerAddress
{
    public string? Current =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
            ? Openable(address)
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
