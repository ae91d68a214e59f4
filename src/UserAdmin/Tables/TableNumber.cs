using System.Globalization;

namespace UserAdmin.Tables;

/// <summary>Numbers in the columns of a table that is written.</summary>
internal static class TableNumber
{
    /// <summary>Returns the number that a value names, such as <c>-12.5</c>, or null.</summary>
    public static decimal? TryParse(string? value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
