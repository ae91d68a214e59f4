using UserAdmin.Users.Search;

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
            " or ",
            term.Values.Select(value =>
                term.Field?.Kind == SearchKind.Moment ? Moment(term, value)
                : term.Field?.Kind == SearchKind.Number ? Number(term.Operator, value)
                : word?.Invoke(term.Field!, value) ?? Value(term.Field!, value)
            )
        );
        return term.IsNegated ? $"not {values}" : values;
    }

    /// <summary>Returns the text of a filter's value in the panel.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="value">The value in the search language.</param>
    public static string Value(SearchField field, string value) =>
        field.Kind switch
        {
            SearchKind.Choice or SearchKind.YesNo => value.ToLowerInvariant(),
            _ when value == SearchFields.None => SearchFields.NoneWord,
            SearchKind.Text => $"contains “{value}”",
            _ => value,
        };

    /// <summary>Returns the same text with a capital letter, for the start of a line.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="value">The value in the search language.</param>
    public static string Label(SearchField field, string value) =>
        value == SearchFields.None ? "None"
        : field.Choices.Count > 0 ? char.ToUpperInvariant(value[0]) + value[1..]
        : string.Equals(value, SearchFields.NoneWord, StringComparison.OrdinalIgnoreCase) ? $"“{value}”"
        : value;

    private static string Number(SearchOperator comparison, string value) =>
        comparison switch
        {
            SearchOperator.Before => $"less than {value}",
            SearchOperator.UpTo => $"at most {value}",
            SearchOperator.After => $"more than {value}",
            SearchOperator.From => $"at least {value}",
            _ when value == SearchFields.None => SearchFields.NoneWord,
            _ => value.Replace("..", " to ", StringComparison.Ordinal).Trim(),
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
            return field.Never.Any(char.IsLetter) ? field.Never.ToLowerInvariant() : SearchFields.NoneWord;
        }

        if (Distance(value) is { } distance)
        {
            return comparison switch
            {
                SearchOperator.Is => field.LiesAhead ? $"in the next {distance}" : $"in the last {distance}",
                SearchOperator.Before or SearchOperator.UpTo => field.LiesAhead
                    ? $"before {distance} from now"
                    : $"more than {distance} ago",
                _ => field.LiesAhead ? $"more than {distance} from now" : $"less than {distance} ago",
            };
        }

        var dots = value.IndexOf("..", StringComparison.Ordinal);
        return comparison switch
        {
            SearchOperator.Before => $"before {value}",
            SearchOperator.UpTo => $"until {value}",
            SearchOperator.After => $"after {value}",
            SearchOperator.From => $"since {value}",
            _ when dots == 0 => $"until {value[2..]}",
            _ when dots > 0 => dots + 2 == value.Length
                ? $"since {value[..dots]}"
                : $"{value[..dots]} to {value[(dots + 2)..]}",
            _ => value.ToLowerInvariant(),
        };
    }

    /// <summary>Returns “30 days” for 30d; null if the value is not a distance.</summary>
    private static string? Distance(string value)
    {
        var digits = value.TakeWhile(char.IsAsciiDigit).Count();
        var unit = value[digits..].ToLowerInvariant() switch
        {
            "h" => "hour",
            "d" => "day",
            "w" => "week",
            "mo" => "month",
            "y" => "year",
            _ => null,
        };
        return digits == 0 || unit is null ? null
            : value[..digits] == "1" ? $"1 {unit}"
            : $"{value[..digits]} {unit}s";
    }
}
