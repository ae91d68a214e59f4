using System.Globalization;
using UserAdmin.Users.Search;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Users.Search;

/// <summary>Describes filters of a search in words.</summary>
public static class FilterText
{
    /// <summary>
    /// Returns the text shown after a filter's title: “locked or disabled”, “not Help desk”, “before 2026-01-31”.
    /// </summary>
    /// <param name="term">The filter.</param>
    /// <param name="word">A function that returns a value in words, or null for the usual ones.</param>
    public static string Of(SearchTerm term, Func<SearchField, string, string?>? word = null)
    {
        var values = string.Join(
            $" {T("or")} ",
            term.Values.Select(value =>
                term.Field?.Kind == SearchKind.Moment ? Moment(term, value)
                : term.Field?.Kind == SearchKind.Number ? Number(term.Operator, value)
                : word?.Invoke(term.Field!, value) ?? Value(term.Field!, value)
            )
        );
        return term.IsNegated ? T($"not {values}") : values;
    }

    /// <summary>Returns the text of a filter's value in the panel.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="value">The value in the search language.</param>
    public static string Value(SearchField field, string value) =>
        field.Kind switch
        {
            SearchKind.Choice or SearchKind.YesNo => Word(value.ToLowerInvariant()),
            _ when value == SearchFields.None => None,
            SearchKind.Text => T($"contains “{value}”"),
            _ => value,
        };

    /// <summary>Returns the same text with a capital letter, for the start of a line.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="value">The value in the search language.</param>
    public static string Label(SearchField field, string value) =>
        value == SearchFields.None ? T("None")
        : field.Choices.Count > 0 ? Capital(Word(value))
        : string.Equals(value, SearchFields.NoneWord, StringComparison.OrdinalIgnoreCase) ? T($"“{value}”")
        : value;

    private static string Number(SearchOperator comparison, string value) =>
        comparison switch
        {
            SearchOperator.Before => T($"less than {value}"),
            SearchOperator.UpTo => T($"at most {value}"),
            SearchOperator.After => T($"more than {value}"),
            SearchOperator.From => T($"at least {value}"),
            _ when value == SearchFields.None => None,
            _ when value.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots && dots + 2 < value.Length => T(
                $"{value[..dots]} to {value[(dots + 2)..]}"
            ),
            _ => value.Replace("..", $" {T("to")} ", StringComparison.Ordinal).Trim(),
        };

    private static string Moment(SearchTerm term, string text)
    {
        var (value, zone) = SearchZones.Split(text);
        return zone is null
            ? Moment(term.Operator, term.Field!, value)
            : $"{Moment(term.Operator, term.Field!, value)} ({zone})";
    }

    private static string Moment(SearchOperator comparison, SearchField field, string value)
    {
        if (string.Equals(value, SearchFields.Never, StringComparison.OrdinalIgnoreCase))
        {
            return field.Never.Any(char.IsLetter) ? Small(FromCore(field.Never)) : None;
        }

        if (Distance(value) is { } distance)
        {
            return comparison switch
            {
                SearchOperator.Is => field.LiesAhead ? T($"in the next {distance}") : T($"in the last {distance}"),
                SearchOperator.Before or SearchOperator.UpTo => field.LiesAhead
                    ? T($"less than {distance} from now")
                    : T($"more than {distance} ago"),
                _ => field.LiesAhead ? T($"more than {distance} from now") : T($"less than {distance} ago"),
            };
        }

        var dots = value.IndexOf("..", StringComparison.Ordinal);
        return comparison switch
        {
            SearchOperator.Before => T($"before {RelativeTime.OfSearch(value)}"),
            SearchOperator.UpTo => T($"until {RelativeTime.OfSearch(value)}"),
            SearchOperator.After => T($"after {RelativeTime.OfSearch(value)}"),
            SearchOperator.From => T($"since {RelativeTime.OfSearch(value)}"),
            _ when dots == 0 => T($"until {RelativeTime.OfSearch(value[2..])}"),
            _ when dots > 0 => dots + 2 == value.Length
                ? T($"since {RelativeTime.OfSearch(value[..dots])}")
                : T($"{RelativeTime.OfSearch(value[..dots])} to {RelativeTime.OfSearch(value[(dots + 2)..])}"),
            _ => RelativeTime.OfSearch(Word(value.ToLowerInvariant())),
        };
    }

    private static string None => T("none");

    // The search language stays English; its words are translated only where they are read.
    internal static string Word(string value) =>
        value switch
        {
            "active" => T("active"),
            "invited" => T("invited"),
            "locked" => T("locked"),
            "disabled" => T("disabled"),
            "deleted" => T("deleted"),
            "yes" => T("yes"),
            "no" => T("no"),
            "today" => T("today"),
            "yesterday" => T("yesterday"),
            _ => value,
        };

    private static string Small(string text) =>
        text.Length == 0 ? text : char.ToLower(text[0], CultureInfo.CurrentCulture) + text[1..];

    private static string Capital(string text) =>
        text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.CurrentCulture) + text[1..];

    /// <summary>Returns “30 days” for 30d; null if the value is not a distance.</summary>
    private static string? Distance(string value)
    {
        var digits = value.TakeWhile(char.IsAsciiDigit).Count();
        var isOne = value[..digits] == "1";
        var unit = value[digits..].ToLowerInvariant() switch
        {
            "h" => isOne ? T("hour", "distance") : T("hours", "distance"),
            "d" => isOne ? T("day", "distance") : T("days", "distance"),
            "w" => isOne ? T("week", "distance") : T("weeks", "distance"),
            "mo" => isOne ? T("month", "distance") : T("months", "distance"),
            "y" => isOne ? T("year", "distance") : T("years", "distance"),
            _ => null,
        };
        return digits == 0 || unit is null ? null : $"{value[..digits]} {unit}";
    }
}
