using System.Globalization;
using System.Text.RegularExpressions;
using UserAdmin.Past;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Past;

/// <summary>
/// The moment that an address names: a time such as <c>2026-03-01T10:00Z</c>, or the position of an event in the log,
/// which tells events of one time apart.
/// </summary>
internal static partial class PastAddress
{
    private static readonly string[] _formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>Reads a moment.</summary>
    /// <param name="text">The text, from an address or a field; null or empty for now.</param>
    /// <param name="now">The current time.</param>
    /// <param name="zone">The zone of a time without one.</param>
    /// <returns>The moment, or the reason why there is none.</returns>
    public static (PastMoment? Moment, string? Problem) Read(string? text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var typed = (text ?? "").Trim();
        if (typed.Length == 0)
        {
            return (PastMoment.Now, null);
        }

        if (typed.All(char.IsAsciiDigit))
        {
            return long.TryParse(typed, CultureInfo.InvariantCulture, out var position) && position > 0
                ? (new(Position: position), null)
                : (null, T("There is no event with this number. The first is 1."));
        }

        var iso = Separator().Replace(typed, "$1T$2");
        // A plus sign in an address is a space when it arrives.
        iso = Plus().Replace(iso, "+$1");
        iso = iso.EndsWith("UTC", StringComparison.OrdinalIgnoreCase) ? iso[..^3].TrimEnd() + "Z" : iso;
        iso = iso.EndsWith('Z') || iso.EndsWith('z') ? iso[..^1] + "+00:00" : iso;
        if (
            !DateTimeOffset.TryParseExact(
                iso,
                _formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var at
            )
        )
        {
            return (null, T("This is no date and time. Write it like 2026-03-01 10:00."));
        }

        if (!Offset().IsMatch(iso))
        {
            var local = DateTime.SpecifyKind(at.DateTime, DateTimeKind.Unspecified);
            at = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        }

        return at > now ? (null, T("This moment has not come yet. Choose one in the past.")) : (new(at), null);
    }

    /// <summary>Returns the text of a moment in an address; empty for now.</summary>
    public static string Of(PastMoment moment) =>
        moment switch
        {
            { Position: { } position } => position.ToString(CultureInfo.InvariantCulture),
            { At: { } at } => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
            _ => "",
        };

    /// <summary>
    /// “2026-03-01 11:00:07 (Europe/Berlin)”: with seconds, because a minute may have several events.
    /// </summary>
    public static string Words(DateTimeOffset at, BrowserZone zone) =>
        TimeZoneInfo.ConvertTime(at, zone.Zone).ToString(T("yyyy-MM-dd HH:mm:ss", "date"), WrittenIn)
        + (zone.Id == "UTC" ? " UTC" : $" ({zone.Id})");

    /// <summary>“2026-03-01 11:00:07”, as <see cref="Read"/> takes it.</summary>
    public static string Local(DateTimeOffset at, BrowserZone zone) =>
        TimeZoneInfo.ConvertTime(at, zone.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d) +(\d)")]
    private static partial Regex Separator();

    [GeneratedRegex(@" (\d\d:\d\d)$")]
    private static partial Regex Plus();

    [GeneratedRegex(@"T.*[+-]\d\d:\d\d$")]
    private static partial Regex Offset();
}
