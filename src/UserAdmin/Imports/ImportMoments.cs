using System.Globalization;
using System.Text.RegularExpressions;

namespace UserAdmin.Imports;

/// <summary>Reads times as other programs write them. A time without an offset is in UTC.</summary>
internal static partial class ImportMoments
{
    private static readonly string[] _never =
    [
        "never",
        "neverloggedin",
        "neversignedin",
        "nie",
        "jamais",
        "nunca",
        "nigdy",
        "none",
        "na",
        "null",
        "",
    ];

    private static readonly string[] _formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz",
        "yyyy-MM-dd HH:mm:ss zzz",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd",
        "yyyy/MM/dd HH:mm:ss",
        "yyyy/MM/dd HH:mm",
        "yyyy/MM/dd",
        "yyyyMMddHHmmss'Z'",
        "yyyyMMddHHmmss.F'Z'",
        "d.M.yyyy HH:mm:ss",
        "d.M.yyyy HH:mm",
        "d.M.yyyy",
        "r",
    ];

    private static readonly string[] _slashes =
    [
        "M/d/yyyy HH:mm:ss",
        "M/d/yyyy HH:mm",
        "M/d/yyyy h:mm:ss tt",
        "M/d/yyyy h:mm tt",
        "M/d/yyyy",
    ];

    private static readonly string[] _slashesDayFirst = [.. _slashes.Select(format => $"d/M{format[3..]}")];

    /// <summary>Whether a cell says that it never happened.</summary>
    public static bool IsNever(string cell) =>
        Array.IndexOf(_never, ImportGuess.Plain(cell)) >= 0
        || (Of(cell, beginsWithDay: false) is { } moment && moment <= DateTimeOffset.UnixEpoch);

    /// <summary>Returns the time, or null if the cell cannot be understood.</summary>
    /// <param name="cell">The text of the cell.</param>
    /// <param name="beginsWithDay">Whether 02/01/2026 is in January.</param>
    public static DateTimeOffset? Of(string cell, bool beginsWithDay)
    {
        var text = cell.Trim();
        return Number().IsMatch(text)
            ? SinceEpoch(long.Parse(text.Split('.')[0], CultureInfo.InvariantCulture))
            : Parse(text, _formats) ?? Parse(text, beginsWithDay ? _slashesDayFirst : _slashes);
    }

    /// <summary>Whether a date with slashes can only begin with the day.</summary>
    public static bool BeginsWithDay(string cell) =>
        Slashes().Match(cell) is { Success: true } date
        && int.Parse(date.Groups["first"].Value, CultureInfo.InvariantCulture) > 12;

    private static DateTimeOffset? Parse(string text, string[] formats) =>
        DateTimeOffset.TryParseExact(
            text,
            formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
            out var moment
        )
            ? moment.ToUniversalTime()
            : null;

    /// <summary>Seconds, milliseconds or microseconds: whichever gives a year between 1970 and 2286.</summary>
    private static DateTimeOffset? SinceEpoch(long number) =>
        number < 10_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(number)
        : number < 10_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number)
        : number < 10_000_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number / 1000)
        : null;

    [GeneratedRegex(@"^(0|\d{9,16})(\.\d+)?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s*(?<first>\d{1,2})/\d{1,2}/\d{4}")]
    private static partial Regex Slashes();
}
