using System.Globalization;

namespace UserAdmin.Users.Search;

/// <summary>
/// Adds and reads the time zones in which the days of a search begin and end. The zone follows the value, as in
/// <c>created:today@Europe/Berlin</c>, so that a link, a saved view, an export and a bulk action select the same users
/// as the list that the administrator saw (decision 50). Without a zone, days are in UTC.
/// </summary>
public static class SearchZones
{
    private const char Sign = '@';

    /// <summary>Returns the search with a time zone added to every day that does not name one.</summary>
    /// <param name="text">The search; it is returned unchanged if it has errors or no days.</param>
    /// <param name="zone">The zone's IANA name.</param>
    /// <param name="fields">The fields that can be searched by; null for the declared ones.</param>
    public static string In(string text, string zone, ISearchLanguage? fields = null)
    {
        var search = UserSearch.Parse(text, fields);
        if (!search.IsValid || !search.Terms.Any(term => term.Values.Any(value => NeedsZone(term, value))))
        {
            return text;
        }

        var zoned = UserSearch.Join(
            search.Terms.Select(term =>
                term with
                {
                    Values = [.. term.Values.Select(value => NeedsZone(term, value) ? $"{value}{Sign}{zone}" : value)],
                }
            )
        );
        // A text that would be too long is not valid.
        return UserSearch.Parse(zoned, fields).IsValid ? zoned : text;
    }

    /// <summary>Returns the search without the time zones of its days.</summary>
    /// <param name="text">The search.</param>
    /// <param name="fields">The fields that can be searched by; null for the declared ones.</param>
    public static string Without(string text, ISearchLanguage? fields = null)
    {
        var search = UserSearch.Parse(text, fields);
        return !search.IsValid || !text.Contains(Sign, StringComparison.Ordinal)
            ? text
            : UserSearch.Join(
                search.Terms.Select(term =>
                    term.Field?.Kind == SearchKind.Moment
                        ? term with
                        {
                            Values = [.. term.Values.Select(value => Split(value).Value)],
                        }
                        : term
                )
            );
    }

    /// <summary>Splits a value into the time and the name of the zone behind it; null if it has no zone.</summary>
    /// <param name="value">The value of a filter by time.</param>
    public static (string Value, string? Zone) Split(string value)
    {
        var at = value.IndexOf(Sign, StringComparison.Ordinal);
        return at < 0 ? (value, null) : (value[..at], value[(at + 1)..]);
    }

    /// <summary>Finds a time zone by name. Returns UTC for null, and null if there is no such zone.</summary>
    internal static TimeZoneInfo? Find(string? name) =>
        name is null ? TimeZoneInfo.Utc
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : null;

    /// <summary>
    /// Returns the moment at which the clocks of a zone show a local time. A time that is skipped in spring gives the
    /// moment of the change; a time that occurs twice in autumn gives the first of the two.
    /// </summary>
    internal static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        // In the first and last year of the calendar the zone is ignored, because the offset could lead outside the
        // range.
        if (zone == TimeZoneInfo.Utc || wall.Year is 1 or 9999)
        {
            return new DateTimeOffset(wall, TimeSpan.Zero);
        }

        // Where clocks are put forward at midnight, a day begins at 01:00.
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    // “never”, distances from now and times in UTC mean the same in every zone.
    private static bool NeedsZone(SearchTerm term, string value) =>
        term.Field?.Kind == SearchKind.Moment
        && !value.Contains(Sign, StringComparison.Ordinal)
        && value
            .Split("..")
            .Any(part =>
                string.Equals(part, "today", StringComparison.OrdinalIgnoreCase)
                || (
                    !term.Field.HoldsDays
                    && part.Length >= 4
                    && part[..4].All(char.IsAsciiDigit)
                    && !part.EndsWith("Z", StringComparison.OrdinalIgnoreCase)
                    && char.IsAsciiDigit(part[^1])
                )
            );
}
