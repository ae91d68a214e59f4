using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text.Json;

namespace UserAdmin.Web.Account.Passkeys;

/// <summary>
/// The default name of a new passkey: the password manager that stores it, or the browser it was created in.
/// </summary>
internal static class PasskeyNames
{
    // Authenticator data: 32 bytes hash, 1 byte flags, 4 bytes counter, then the AAGUID (WebAuthn level 3, section
    // 6.1).
    private const int AaguidOffset = 37;

    // The most common ones, from github.com/passkeydeveloper/passkey-authenticator-aaguids.
    private static readonly FrozenDictionary<Guid, string> _keepers = new Dictionary<Guid, string>
    {
        [new("ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4")] = "Google Password Manager",
        [new("fbfc3007-154e-4ecc-8c0b-6e020557d7bd")] = "iCloud Keychain",
        [new("dd4ec289-e01d-41c9-bb89-70fa845d4bf2")] = "iCloud Keychain",
        [new("adce0002-35bc-c60a-648b-0b25f1f05503")] = "Chrome on Mac",
        [new("08987058-cadc-4b81-b6e1-30de50dcbe96")] = "Windows Hello",
        [new("9ddd1817-af5a-4672-a2b9-3e3dd95000a9")] = "Windows Hello",
        [new("6028b017-b1d4-4c02-b4b3-afcdafc96bb2")] = "Windows Hello",
        [new("bada5566-a7aa-401f-bd96-45619a55120d")] = "1Password",
        [new("d548826e-79b4-db40-a3d8-11116f7e8349")] = "Bitwarden",
        [new("531126d6-e717-415c-9320-3d9aa6981239")] = "Dashlane",
        [new("fdb141b2-5d84-443e-8a35-4698c205a502")] = "KeePassXC",
        [new("53414d53-554e-4700-0000-000000000000")] = "Samsung Pass",
    }.ToFrozenDictionary();

    private static readonly (string Mark, string Name)[] _browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] _systems =
    [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>Returns a name for a new passkey. It is only a label and may be wrong.</summary>
    /// <param name="credential">The credential that the browser created, as JSON.</param>
    /// <param name="headers">The browser's request.</param>
    public static string For(JsonElement credential, IHeaderDictionary headers) =>
        Keeper(credential) ?? Browser(headers) ?? "Passkey";

    private static string? Keeper(JsonElement credential)
    {
        try
        {
            return
                credential.TryGetProperty("response", out var response)
                && response.TryGetProperty("authenticatorData", out var data)
                && Base64Url.DecodeFromChars(data.GetString()) is { Length: >= AaguidOffset + 16 } bytes
                ? _keepers.GetValueOrDefault(new Guid(bytes.AsSpan(AaguidOffset, 16), bigEndian: true))
                : null;
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Browser(IHeaderDictionary headers)
    {
        var (agent, brands) = (headers.UserAgent.ToString(), headers["Sec-CH-UA"].ToString());
        var browser = _browsers.FirstOrDefault(known => agent.Contains(known.Mark, StringComparison.Ordinal)).Name;
        if (
            browser == "Chrome"
            && brands.Contains("Chromium", StringComparison.Ordinal)
            && !brands.Contains("Google", StringComparison.Ordinal)
        )
        {
            // Browsers that build on Chromium name themselves only here, or not at all.
            browser = "Chromium";
        }

        var system = _systems.FirstOrDefault(known => agent.Contains(known.Mark, StringComparison.Ordinal)).Name;
        return (browser, system) switch
        {
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }
}
