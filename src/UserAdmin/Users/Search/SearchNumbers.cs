using UserAdmin.Storage;

namespace UserAdmin.Users.Search;

/// <summary>
/// Interprets the values of filters by number: <c>120</c>, <c>10..20</c>, <c>..20</c> or <c>10..</c>.
/// </summary>
internal static class SearchNumbers
{
    /// <summary>
    /// Returns the range that a value names, both ends inclusive, each null if it is open; null if it names none.
    /// </summary>
    public static (decimal? From, decimal? To)? Range(string value)
    {
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            return AttributeText.TryNumber(value) is { } number ? (number, number) : null;
        }

        var (first, last) = (value[..dots], value[(dots + 2)..]);
        var (from, to) = (AttributeText.TryNumber(first), AttributeText.TryNumber(last));
        return value.Length == 2 || (first.Length > 0 && from is null) || (last.Length > 0 && to is null)
            ? null
            : (from, to);
    }

    /// <summary>Returns a sentence that says why a value is not valid for a filter, or null if it is valid.</summary>
    public static string? Problem(SearchField field, SearchOperator comparison, string value) =>
        value == SearchFields.None
            ? comparison == SearchOperator.Is
                ? null
                : $"“{field.Key}” cannot be less or more than nothing. Write {field.Key}:none."
            : Range(value) is not { } range
                ? $"“{value}” is not a number for “{field.Key}”. Write {field.Example}."
                : range.From > range.To
                    ? $"“{value}” ends before it begins. Write the smaller number first."
                    : null;
}
