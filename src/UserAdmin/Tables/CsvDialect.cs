using System.Text.RegularExpressions;

namespace UserAdmin.Tables;

/// <summary>How a CSV file deviates from RFC 4180, guessed from its beginning.</summary>
/// <param name="Separator">The separator between two values.</param>
/// <param name="Quote">What stands around values that hold a separator: a quotation mark or an apostrophe.</param>
/// <param name="SkipsBlanks">Whether blanks before a quotation mark do not count.</param>
/// <param name="Escapes">Whether a backslash makes the next quotation mark or separator part of the value.</param>
internal sealed partial record CsvDialect(char Separator, char Quote, bool SkipsBlanks, bool Escapes)
{
    /// <summary>Guesses from the beginning of a file.</summary>
    /// <param name="beginning">The beginning, without a line that says the separator.</param>
    /// <param name="isWhole">Whether it is the whole file.</param>
    /// <param name="separator">The separator that the file itself says, or null.</param>
    public static CsvDialect Of(ReadOnlySpan<char> beginning, bool isWhole, char? separator)
    {
        var text = beginning.TrimStart();
        var end = text.IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text[..end];
        return new CsvDialect(
            separator ?? CsvSeparator.Guess(beginning, isWhole),
            InApostrophes().IsMatch(first) ? '\'' : '"',
            BlankBeforeQuote().IsMatch(beginning),
            EscapedQuote().IsMatch(beginning) || first.Contains("cognito:username", StringComparison.Ordinal)
        );
    }

    // Every title stands between two of them.
    [GeneratedRegex(@"^'[^']*'([,;|\t] *'[^']*')*$")]
    private static partial Regex InApostrophes();

    [GeneratedRegex(@"(?<=[^\s""][,;|\t]) +""[^""\r\n]*"" *(?=[,;|\t\r\n]|$)")]
    private static partial Regex BlankBeforeQuote();

    // A backslash at the end of a value is part of it, as in the path of a folder.
    [GeneratedRegex(@"(?<!\\)\\""[^,;|\t\r\n""]")]
    private static partial Regex EscapedQuote();
}
