using System.Globalization;
using System.Text.RegularExpressions;

namespace UserAdmin.Storage;

/// <summary>
/// What the type of a column in PostgreSQL leaves out of the numbers: the server refuses those that are too large, and
/// rounds those with too many digits after the point without a word. SQLite stores every number.
/// </summary>
internal static partial class AttributeRange
{
    // More digits than a number can have here.
    private const int MostDigits = 28;

    /// <summary>Returns a sentence that says what is wrong with a value, or null.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value, in the form in which it is stored.</param>
    /// <param name="words">What the sentence calls the column.</param>
    public static string? Problem(ExtraColumn column, string value, string words) =>
        column.Type switch
        {
            ExtraColumnType.Integer => column.StoreType switch
            {
                "smallint" => Outside(value, short.MinValue, short.MaxValue, words),
                "integer" => Outside(value, int.MinValue, int.MaxValue, words),
                _ => null,
            },
            ExtraColumnType.Decimal when Numeric().Match(column.StoreType) is { Success: true } type => TooLong(
                value,
                Number(type.Groups[1]),
                Number(type.Groups[2]),
                words
            ),
            _ => null,
        };

    private static string? Outside(string value, long least, long most, string words) =>
        long.Parse(value, CultureInfo.InvariantCulture) is var number && number >= least && number <= most
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Enter a whole number between {least:N0} and {most:N0} for {words}."
            );

    private static string? TooLong(string value, int digits, int fraction, string words)
    {
        var point = value.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && value.Length - point - 1 > fraction)
        {
            return fraction == 0
                ? $"Enter a whole number for {words}, such as 120."
                : $"Use at most {Digits(fraction)} after the point for {words}.";
        }

        var before = (point < 0 ? value : value[..point]).TrimStart('-').TrimStart('0').Length;
        return digits - fraction < MostDigits && before > digits - fraction
            ? $"Use at most {Digits(digits - fraction)} before the point for {words}."
            : null;
    }

    private static string Digits(int count) =>
        count == 1 ? "1 digit" : string.Create(CultureInfo.InvariantCulture, $"{count} digits");

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^numeric\((\d{1,4}),(\d{1,4})\)$")]
    private static partial Regex Numeric();
}
