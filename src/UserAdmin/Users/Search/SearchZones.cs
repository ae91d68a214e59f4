using System.Globalization;

namespace UserAdmin.Users.Search;

/// <summary>
/// In which time zone the days of a search begin and end. The zone stands behind the value,
/// <c>created:today@Europe/Berlin</c>, so that a link, a saved view, an export and a bulk action mean the same people
/// as the list that somebody saw (decision 50). Without one it is UTC.
/// </summary>
public static class SearchZones
{
    private const char Sign = '@';

    /// <summary>A search whose days are those of a zone, wherever it does not name another.</summary>
    /// <param name="text">The search; unchanged when it cannot be understood or has no days.</param>
    /// <param name="zone">The zone's IANA name.</param>
    public static string In(string text, string zone)
    {
        var search = UserSearch.Parse(text);
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
        return zoned.Length <= UserSearch.Longest && UserSearch.Parse(zoned).IsValid ? zoned : text;
    }

    /// <summary>A search without the zones of its days.</summary>
    /// <param name="text">The search.</param>
    public static string Without(string text)
    {
        var search = UserSearch.Parse(text);
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

    /// <summary>What a moment's value says, and the name of the zone behind it; null where there is none.</summary>
    /// <param name="value">The value of a filter by moment.</param>
    public static (string Value, string? Zone) Split(string value)
    {
        var at = value.IndexOf(Sign, StringComparison.Ordinal);
        return at < 0 ? (value, null) : (value[..at], value[(at + 1)..]);
    }

    /// <summary>The zone of a name; UTC for none, null for one that there is not.</summary>
    internal static TimeZoneInfo? Find(string? name) =>
        name is null ? TimeZoneInfo.Utc
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : null;

    /// <summary>
    /// The moment at which a zone's clocks show a time. What they skip in spring is the moment at which they skip it;
    /// what they show twice in autumn, the first.
    /// </summary>
    internal static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        // At either end of the calendar no zone matters.
        if (zone == TimeZoneInfo.Utc || wall.Year is 1 or 9999)
        {
            return new DateTimeOffset(wall, TimeSpan.Zero);
        }

        // A day may begin at 01:00, where the clocks are put forward at midnight.
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    // “never”, distances from now and moments in UTC are the same everywhere.
    private static bool NeedsZone(SearchTerm term, string value) =>
        term.Field?.Kind == SearchKind.Moment
        && !value.Contains(Sign, StringComparison.Ordinal)
        && value
            .Split("..")
            .Any(part =>
                string.Equals(part, "today", StringComparison.OrdinalIgnoreCase)
                || (
                    part.Length >= 4
                    && part[..4].All(char.IsAsciiDigit)
                    && !part.EndsWith("Z", StringComparison.OrdinalIgnoreCase)
                    && char.IsAsciiDigit(part[^1])
                )
            );
}
