using System.Globalization;
using System.Text.RegularExpressions;

namespace UserAdmin.Tables;

/// <summary>
/// Encodes characters in the texts of a workbook that XML cannot contain as <c>_xHHHH_</c> (ISO/IEC 29500-1,
/// 22.9.2.19).
/// </summary>
internal static partial class XlsxText
{
    /// <summary>Returns the decoded text.</summary>
    public static string Decoded(string text) =>
        text.Contains("_x", StringComparison.OrdinalIgnoreCase)
            ? Escape()
                .Replace(
                    text,
                    match =>
                        (
                            (char)
                                ushort.Parse(
                                    match.ValueSpan[2..6],
                                    NumberStyles.HexNumber,
                                    CultureInfo.InvariantCulture
                                )
                        ).ToString()
                )
            : text;

    /// <summary>
    /// Returns the text in a form that <see cref="Decoded"/> restores, including spaces at either end, which
    /// spreadsheet programs would drop.
    /// </summary>
    public static string Encoded(string text) =>
        NeedsEncoding().IsMatch(text)
            ? NeedsEncoding().Replace(text, match => FormattableString.Invariant($"_x{(int)match.Value[0]:X4}_"))
            : text;

    [GeneratedRegex("_[xX][0-9A-Fa-f]{4}_")]
    private static partial Regex Escape();

    [GeneratedRegex(
        @"_(?=[xX][0-9A-Fa-f]{4}_)|[\x00-\x08\x0B\x0C\x0D\x0E-\x1F\uFFFE\uFFFF]|^[ \t\n]|[ \t\n](?!."
            + @"|\n)|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]",
        RegexOptions.Singleline
    )]
    private static partial Regex NeedsEncoding();
}
