using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>Derives keys from their purpose, so that a second run finds what the first one created.</summary>
internal static class DemoIds
{
    /// <summary>Returns the key of an account, a role, a bulk action or an import.</summary>
    /// <param name="what">What it is.</param>
    public static string KeyOf(string what) => Derived("key", what).ToString();

    /// <summary>Returns the id of a command.</summary>
    /// <param name="what">What it does.</param>
    public static Guid CommandOf(string what) => Derived("command", what);

    /// <summary>
    /// Returns a UUID v7 whose random part is derived from a name; its timestamp is the same for all.
    /// </summary>
    private static Guid Derived(string kind, string what)
    {
        const long milliseconds = 1_767_225_600_000;
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"UserAdmin demo {kind}: {what}")).AsSpan(0, 16);
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
