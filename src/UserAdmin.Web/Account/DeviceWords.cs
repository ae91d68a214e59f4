namespace UserAdmin.Web.Account;

/// <summary>A browser's name for itself, as people say it: “Firefox on Windows”. A hint to recognise one's own by, nothing to rely on.</summary>
internal static class DeviceWords
{
    // The first that is found counts: most browsers also claim to be those below them.
    private static readonly (string Mark, string Name)[] _browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Vivaldi", "Vivaldi"), ("FxiOS", "Firefox"), ("Firefox/", "Firefox"), ("CriOS", "Chrome"),
        ("HeadlessChrome", "Chrome"), ("Chromium", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Mark, string Name)[] _systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux")];

    /// <summary>The words; “Unknown browser” when nothing is recognised.</summary>
    /// <param name="userAgent">What the browser sent, or null.</param>
    public static string Of(string? userAgent)
    {
        var (browser, system) = (Find(_browsers, userAgent), Find(_systems, userAgent));
        return (browser, system) switch
        {
            (null, null) => "Unknown browser",
            (null, _) => $"Browser on {system}",
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    private static string? Find((string Mark, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(one => userAgent?.Contains(one.Mark, StringComparison.Ordinal) is true).Name;
}
