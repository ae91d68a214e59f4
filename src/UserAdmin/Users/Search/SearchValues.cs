using System.Globalization;

namespace UserAdmin.Users.Search;

/// <summary>Interprets the values of filters.</summary>
internal static class SearchValues
{
    private static readonly string[] _moments = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];

    /// <summary>Returns a sentence that says why a value is not valid for a filter, or null if it is valid.</summary>
    public static string? Problem(SearchField field, SearchOperator comparison, string value) =>
        field.Kind switch
        {
            SearchKind.Choice
            or SearchKind.YesNo
            or SearchKind.Value
                when field.Choices.Count > 0 && value != SearchFields.None && Choice(field, value) is null =>
                $"“{field.Key}” cannot be “{value}”. Write {field.Example}.",
            SearchKind.Number => SearchNumbers.Problem(field, comparison, value),
            SearchKind.Moment when SearchZones.Split(value) is (_, { } zone) && SearchZones.Find(zone) is null =>
                $"There is no time zone “{zone}”. Write its IANA name, such as {field.Key}:today@Europe/Berlin.",
            SearchKind.Moment
                when field.KnowsNever
                    && comparison == SearchOperator.Is
                    && string.Equals(
                        SearchZones.Split(value).Value,
                        SearchFields.Never,
                        StringComparison.OrdinalIgnoreCase
                    ) => null,
            SearchKind.Moment when Span(field, value, DateTimeOffset.UnixEpoch) is null =>
                $"“{value}” is not a day, month, year or span of time for “{field.Key}”. Write "
                    + (field.KnowsNever ? $"{field.Example}, or {field.Key}:never." : $"{field.Example}."),
            SearchKind.Moment
                when Span(field, value, DateTimeOffset.UnixEpoch.AddYears(100)) is var (from, to) && to < from =>
                $"“{value}” ends before it begins. Write the earlier moment first, such as "
                    + $"{field.Key}:2026-01-01..2026-03-31.",
            _ => null,
        };

    /// <summary>Returns the choice that a value names, in the filter's spelling, or null if it names none.</summary>
    public static string? Choice(SearchField field, string value)
    {
        var word =
            field.Kind == SearchKind.Choice
                ? value
                : value.ToLowerInvariant() switch
                {
                    "on" or "true" or "y" or "1" => "yes",
                    "off" or "false" or "n" or "0" => "no",
                    var other => other,
                };
        return field.Choices.FirstOrDefault(choice => string.Equals(choice, word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Returns the range in which a time has to lie to match a term's value: from (inclusive) and to (exclusive).
    /// Returns null for “never”.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Range(
        SearchField field,
        SearchOperator comparison,
        string value,
        DateTimeOffset now
    )
    {
        if (Span(field, value, now) is not var (from, to))
        {
            return null;
        }

        return comparison switch
        {
            SearchOperator.Before => (DateTimeOffset.MinValue, from),
            SearchOperator.UpTo => (DateTimeOffset.MinValue, to),
            SearchOperator.After => (to, DateTimeOffset.MaxValue),
            SearchOperator.From => (from, DateTimeOffset.MaxValue),
            // A distance without an operator means the time between that point and now.
            _ when from == to => from < now ? (from, now) : (now, to),
            _ => (from, to),
        };
    }

    /// <summary>
    /// Returns the span of time that a value names: a year, month, day or minute, two of them with “..” between,
    /// “today”, or a distance from now such as 12h, 30d, 4w, 6mo, 1y. Days are those of the time zone behind the value,
    /// or UTC. The end is exclusive. Returns null if the value names no span.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Span(SearchField field, string value, DateTimeOffset now)
    {
        (value, var zoneName) = SearchZones.Split(value);
        if (SearchZones.Find(zoneName) is not { } zone)
        {
            return null;
        }

        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            return One(field, value, now, zone);
        }

        var from =
            dots == 0 ? (DateTimeOffset.MinValue, DateTimeOffset.MinValue) : One(field, value[..dots], now, zone);
        var to =
            dots + 2 == value.Length
                ? (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue)
                : One(field, value[(dots + 2)..], now, zone);
        return value.Length > 2 && from is { } first && to is { } last ? (first.From, last.To) : null;
    }

    private static (DateTimeOffset From, DateTimeOffset To)? One(
        SearchField field,
        string value,
        DateTimeOffset now,
        TimeZoneInfo zone
    )
    {
        // Only which day is today depends on the zone, if the values are days.
        var days = field.HoldsDays ? TimeZoneInfo.Utc : zone;

        (DateTimeOffset From, DateTimeOffset To) Between(DateTime local, Func<DateTime, DateTime> move) =>
            (
                SearchZones.Moment(local, days),
                Next(local, move) is { } end ? SearchZones.Moment(end, days) : DateTimeOffset.MaxValue
            );

        if (string.Equals(value, "today", StringComparison.OrdinalIgnoreCase))
        {
            return Between(TimeZoneInfo.ConvertTime(now, zone).Date, day => day.AddDays(1));
        }

        if (Distance(value) is { } distance)
        {
            return field.LiesAhead
                ? (Add(now, distance, 1), Add(now, distance, 1))
                : (Add(now, distance, -1), Add(now, distance, -1));
        }

        return TryRead(value, "yyyy-MM-dd", out var local) ? Between(local, day => day.AddDays(1))
            : TryRead(value, "yyyy-MM", out local) ? Between(local, month => month.AddMonths(1))
            : TryRead(value, "yyyy", out local) ? Between(local, year => year.AddYears(1))
            : TryRead(value, "yyyy-MM-dd'T'HH:mm", out local) ? Between(local, minute => minute.AddMinutes(1))
            : DateTimeOffset.TryParseExact(
                value,
                _moments,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at
            )
                ? (at, Next(at, moment => moment.AddMinutes(1)))
            : null;
    }

    private static bool TryRead(string value, string format, out DateTime local) =>
        DateTime.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out local);

    private static DateTime? Next(DateTime local, Func<DateTime, DateTime> move)
    {
        try
        {
            return move(local);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static (int Amount, string Unit)? Distance(string value)
    {
        var digits = value.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and <= 5 && value[digits..].ToLowerInvariant() is "h" or "d" or "w" or "mo" or "y"
            ? (
                int.Parse(value.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture),
                value[digits..].ToLowerInvariant()
            )
            : null;
    }

    private static DateTimeOffset Add(DateTimeOffset now, (int Amount, string Unit) distance, int sign)
    {
        var amount = sign * distance.Amount;
        return Next(
            now,
            moment =>
                distance.Unit switch
                {
                    "h" => moment.AddHours(amount),
                    "d" => moment.AddDays(amount),
                    "w" => moment.AddDays(7 * amount),
                    "mo" => moment.AddMonths(amount),
                    _ => moment.AddYears(amount),
                },
            sign
        );
    }

    // Beyond the first or last date that DateTimeOffset can hold, that date is used.
    private static DateTimeOffset Next(DateTimeOffset moment, Func<DateTimeOffset, DateTimeOffset> move, int sign = 1)
    {
        try
        {
            return move(moment);
        }
        catch (ArgumentOutOfRangeException)
        {
            return sign > 0 ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue;
        }
    }
}
