using System.Net;
using System.Net.Sockets;

namespace UserAdmin.Webhooks.Sending;

/// <summary>
/// Tells public addresses from those that lead into the server's own network, by the registries of special-purpose
/// addresses (IANA, RFC 6890 and later).
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] _notPublic =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Of IPv6 only what is assigned for use on the Internet, without what wraps an IPv4 address or is for documents.
    private static readonly IPNetwork _global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] _notGlobal =
    [
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>Returns whether an address is one that anybody on the Internet can have.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !_notPublic.Any(network => network.Contains(address)),
            AddressFamily.InterNetworkV6 => _global.Contains(address)
                && !_notGlobal.Any(network => network.Contains(address)),
            _ => false,
        };
    }
}
