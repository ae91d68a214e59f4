using System.Globalization;

namespace UserAdmin.Storage;

/// <summary>The form of an attribute's value in commands, events and the read model.</summary>
public static class AttributeText
{
    /// <summary>Whether a Boolean attribute is true.</summary>
    public const string Yes = "yes";

    /// <summary>Whether a Boolean attribute is false.</summary>
    public const string No = "no";

    /// <summary>The form of a point in time, in UTC.</summary>
    public const string Moment = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>Returns a value in its one form, or null if it is none of that type.</summary>
    /// <param name="type">What the values are.</param>
    /// <param name="text">The value.</param>
    public static string? Canonical(ExtraColumnType type, string text) =>
        type switch
        {
            ExtraColumnType.Integer => long.TryParse(
                text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var whole
            )
                ? Of(whole)
                : null,
            ExtraColumnType.Decimal => decimal.TryParse(
                text,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? Of(number)
                : null,
            ExtraColumnType.Boolean => text.ToUpperInvariant() switch
            {
                "YES" or "TRUE" or "1" or "Y" => Yes,
                "NO" or "FALSE" or "0" or "N" => No,
                _ => null,
            },
            ExtraColumnType.Date => DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? Of(day)
                : null,
            ExtraColumnType.Moment => TryMoment(text) is { } moment ? Of(moment) : null,
            ExtraColumnType.Uuid => Guid.TryParse(text, out var id) ? Of(id) : null,
            ExtraColumnType.Text => text,
            _ => null,
        };

    /// <summary>Returns a whole number as text.</summary>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns a number as text, without zeros at the end.</summary>
    public static string Of(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Returns a truth value as text.</summary>
    public static string Of(bool value) => value ? Yes : No;

    /// <summary>Returns a day as text.</summary>
    public static string Of(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Returns a point in time as text.</summary>
    public static string Of(DateTimeOffset value) => value.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture);

    /// <summary>Returns a UUID as text.</summary>
    public static string Of(Guid value) => value.ToString("D");

    /// <summary>Returns the point in time that a value names, or null; without an offset it is UTC.</summary>
    public static DateTimeOffset? TryMoment(string? text) =>
        text?.Length >= "yyyy-MM-dd".Length
        && char.IsAsciiDigit(text[0])
        && text[4] == '-'
        && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
            out var moment
        )
            ? moment
            : null;

    /// <summary>Returns the number that a value names, or null.</summary>
    public static decimal? TryNumber(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
