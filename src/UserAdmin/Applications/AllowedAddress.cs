using System.Net;
using System.Net.Sockets;

namespace UserAdmin.Applications;

/// <summary>An IP address or a network in CIDR notation, from which an application may be used.</summary>
internal static class AllowedAddress
{
    /// <summary>
    /// Returns an address or a network as it is stored, such as <c>10.1.0.0/16</c>; null if the text is neither. Bits
    /// of a network after its prefix are cleared.
    /// </summary>
    public static string? Normalize(string? text) => Parse(text) is { } network ? Text(network) : null;

    /// <summary>Returns whether an address is among those allowed.</summary>
    /// <param name="allowed">Addresses and networks as stored; empty for any.</param>
    /// <param name="address">The client's address; null if it is unknown.</param>
    public static bool Allows(IReadOnlyList<IPNetwork> allowed, IPAddress? address)
    {
        if (allowed.Count == 0)
        {
            return true;
        }

        if (address is null)
        {
            return false;
        }

        // A socket for both versions shows IPv4 addresses as part of IPv6.
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in allowed)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads an address or a network; null if the text is neither.</summary>
    public static IPNetwork? Parse(string? text)
    {
        var parts = (text ?? "").Trim().Split('/');
        if (
            parts.Length > 2
            || !IsWritten(parts[0])
            || !IPAddress.TryParse(parts[0], out var address)
            || address.IsIPv4MappedToIPv6
        )
        {
            return null;
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = bits;
        if (parts.Length == 2 && (!byte.TryParse(parts[1], out var given) || (length = given) > bits))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bits; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }

    // The parser of .NET also takes “1” and “0x7f.1” for addresses, and zones, which mean nothing here.
    private static bool IsWritten(string address) =>
        address.Contains(':', StringComparison.Ordinal)
            ? !address.AsSpan().ContainsAny("%[]")
            : address.Split('.') is { Length: 4 } numbers
                && Array.TrueForAll(
                    numbers,
                    number => number == "0" || (number is [not '0', ..] && byte.TryParse(number, out _))
                );

    private static string Text(IPNetwork network) =>
        network.PrefixLength == (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
            ? network.BaseAddress.ToString()
            : network.ToString();
}
