using System.Net;
using UserAdmin.Storage;

namespace UserAdmin.Web.Hardening;

/// <summary>A setting that lists addresses and networks, in one text or one by one.</summary>
/// <param name="Addresses">The addresses.</param>
/// <param name="Networks">The networks.</param>
internal sealed record AddressList(IReadOnlyList<IPAddress> Addresses, IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>Reads a setting; it is empty if it is not set.</summary>
    /// <exception cref="StartupException">It holds something else; the text says what.</exception>
    public static AddressList Read(IConfiguration configuration, string setting)
    {
        var (addresses, networks) = (new List<IPAddress>(), new List<IPNetwork>());
        foreach (var text in Listed(configuration, setting))
        {
            if (IPAddress.TryParse(text, out var address))
            {
                addresses.Add(address);
            }
            else if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else
            {
                throw new StartupException(
                    $"{setting} has to list addresses or networks, such as 10.0.0.7 or 10.0.0.0/24, but holds “{text}”."
                );
            }
        }

        return new(addresses, networks);
    }

    /// <summary>Returns whether an address is listed.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Addresses.Contains(plain) || Networks.Any(network => network.Contains(plain));
    }

    private static IEnumerable<string> Listed(IConfiguration configuration, string setting) =>
        configuration
            .GetSection(setting)
            .GetChildren()
            .Select(child => child.Value)
            .Prepend(configuration[setting])
            .SelectMany(text =>
                (text ?? "").Split(
                    [',', ';', ' '],
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
            );
}
