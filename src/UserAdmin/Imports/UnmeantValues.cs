using System.Text.RegularExpressions;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>Detects values that a spreadsheet left in a file in place of the intended ones.</summary>
internal static partial class UnmeantValues
{
    /// <summary>Why the value of a cell cannot be meant, or null.</summary>
    /// <param name="field">What it is to be.</param>
    /// <param name="value">The value.</param>
    /// <param name="cell">The cell, to name it.</param>
    public static Error? Refusal(ImportField field, string value, string cell) =>
        value.Contains('\ufffd', StringComparison.Ordinal) ? TableErrors.UnreadableCharacter(cell)
        : ErrorValue().IsMatch(value) ? TableErrors.ErrorValue(cell, value)
        : field.Field is { MayLookLikeNumber: true } && Rounded().IsMatch(value)
            ? TableErrors.RoundedNumber(cell, value)
        : null;

    /// <summary>The cell as a spreadsheet calls it, such as <c>C2</c>.</summary>
    /// <param name="column">Its column, from 0.</param>
    /// <param name="row">Its row.</param>
    public static string Reference(int column, int row) =>
        FormattableString.Invariant($"{XlsxWriter.Letters(column + 1)}{row}");

    // In the languages whose spreadsheets have names of their own for them; the last is a number in a column too narrow
    // for it.
    [GeneratedRegex(
        @"^#(N/A|NV|N/D|REF!|BEZUG!|¡REF!|RIF!|VALUE!|WERT!|VALEUR!|¡VALOR!|VALOR!|VALORE!|NAME\?"
            + @"|NOM\?|¿NOMBRE\?|NOME\?|DIV/0!|¡DIV/0!|NULL!|NUL!|NUM!|ZAHL!|NOMBRE!|¡NUM!|SPILL!|ÜBERLAUF!"
            + @"|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|#{2,})$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex ErrorValue();

    [GeneratedRegex(@"^[+-]?\d([.,]\d+)?E\+\d+$", RegexOptions.IgnoreCase)]
    private static partial Regex Rounded();
}
