namespace UserAdmin.Web.Users.Security;

/// <summary>Describes a browser in a few words, from its user agent: “Firefox on Windows”.</summary>
internal static class DeviceText
{
    // In this order: each later browser claims to be one of the earlier ones as well.
    private static readonly (string Sign, string Name)[] _browsers =
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

    private static readonly (string Sign, string Name)[] _systems =
    [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    public static string Of(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return T("Unknown device");
        }

        var (browser, system) = (Find(_browsers, userAgent), Find(_systems, userAgent));
        return browser is null ? system ?? T("Unknown device")
            : system is null ? browser
            : T($"{browser} on {system}");
    }

    private static string? Find((string Sign, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(one => userAgent.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
