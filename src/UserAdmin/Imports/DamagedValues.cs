using System.Text.RegularExpressions;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>Detects values that a spreadsheet left in a file in place of the intended ones.</summary>
internal static partial class DamagedValues
{
    /// <summary>Returns the reason why the value of a cell cannot be what was intended, or null.</summary>
    /// <param name="field">The field that the value is for.</param>
    /// <param name="value">The value.</param>
    /// <param name="cell">The cell's name, for the message.</param>
    public static Error? Refusal(ImportField field, string value, string cell) =>
        value.Contains('\ufffd', StringComparison.Ordinal) ? TableErrors.UnreadableCharacter(cell)
        : ErrorValue().IsMatch(value) ? TableErrors.ErrorValue(cell, value)
        : field.Field is { MayLookLikeNumber: true } && Rounded().IsMatch(value)
            ? TableErrors.RoundedNumber(cell, value)
        : field == ImportField.ExternalId && Date().IsMatch(value) ? TableErrors.DateInstead(cell, value)
        : null;

    /// <summary>Returns the name that a spreadsheet gives a cell, such as <c>C2</c>.</summary>
    /// <param name="column">The cell's column, from 0.</param>
    /// <param name="row">The cell's row.</param>
    public static string Reference(int column, int row) =>
        FormattableString.Invariant($"{XlsxWriter.Letters(column + 1)}{row}");

    // Error values, including those of localised spreadsheets. The last one is what a spreadsheet shows for a number in
    // a column that is too narrow.
    [GeneratedRegex(
        @"^#(N/A|NV|N/D|REF!|BEZUG!|¡REF!|RIF!|VALUE!|WERT!|VALEUR!|¡VALOR!|VALOR!|VALORE!|NAME\?"
            + @"|NOM\?|¿NOMBRE\?|NOME\?|DIV/0!|¡DIV/0!|NULL!|NUL!|NUM!|ZAHL!|NOMBRE!|¡NUM!|SPILL!|ÜBERLAUF!"
            + @"|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|#{2,})$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex ErrorValue();

    // What a spreadsheet makes of 1-3 or 3/1.
    [GeneratedRegex(@"^\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^[+-]?\d([.,]\d+)?E\+\d+$", RegexOptions.IgnoreCase)]
    private static partial Regex Rounded();
}
