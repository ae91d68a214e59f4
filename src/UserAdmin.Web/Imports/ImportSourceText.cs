using UserAdmin.Tables;
using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Imports;

/// <summary>Texts about how a file was read.</summary>
internal static class ImportSourceText
{
    /// <summary>
    /// Returns what a person should know before trusting the rows, most important first, and whether each is a warning.
    /// </summary>
    public static IEnumerable<(string Text, bool IsWarning)> Notes(TableDescription table)
    {
        if (table.IsEncodingDoubtful)
        {
            yield return (
                "The file does not say how its letters are written. It was read as "
                    + $"{TableEncodings.TitleOf(table.Encoding)} ({table.Encoding}), which may be wrong: "
                    + "look at names with letters other than A to Z. If they are garbled, choose another "
                    + "encoding and read the file again.",
                true
            );
        }

        foreach (var column in table.ClearPasswords)
        {
            yield return (
                $"“{table.Columns[column]}” seems to hold passwords as people type them. They are never "
                    + "imported: its cells were not kept, and neither was the file. "
                    + "If it holds something else, give it a title that says so and send the file again.",
                true
            );
        }

        if (table.HiddenRows > 0)
        {
            yield return table.ReadsHiddenRows
                ? (
                    $"{Rows(table.HiddenRows)} that the workbook hides, by a filter for instance, "
                        + $"{Are(table.HiddenRows)} read too.",
                    true
                )
                : (
                    $"{Rows(table.HiddenRows)} that the workbook hides, by a filter for instance, "
                        + $"{Are(table.HiddenRows)} left out.",
                    true
                );
        }

        if (table.Sheets.Count > 1)
        {
            var others = table.Sheets.Where(sheet => sheet != table.Sheet).Select(sheet => $"“{sheet}”").ToList();
            var what = table.Format is TableFormat.Json ? "list" : "sheet";
            var more = others.Count > 5 ? $" and {BulkText.Count(others.Count - 5)} more" : "";
            yield return (
                $"Only the {what} “{table.Sheet}” is read, not {string.Join(", ", others.Take(5))}{more}.",
                false
            );
        }

        if (table.TitleRow > 1)
        {
            yield return (
                $"The column titles are in row {BulkText.Count(table.TitleRow)}; what stands above them is left out.",
                false
            );
        }

        if (table is { TitleRow: 0, Format: TableFormat.Csv or TableFormat.Xlsx })
        {
            yield return (
                "The first row holds an address, so the file has no column titles. What the columns hold was guessed "
                    + "from their values: look at it below.",
                true
            );
        }

        if (table.OtherEntries > 0)
        {
            yield return (
                $"{Entries(table.OtherEntries)} of the directory that {Are(table.OtherEntries)} no people, such as "
                    + $"groups and units, {Are(table.OtherEntries)} left out.",
                false
            );
        }

        if (table.MergedCells > 0)
        {
            yield return (
                $"Merged cells: their value counts for each of their rows, "
                    + $"{BulkText.Count(table.MergedCells)} more {(table.MergedCells == 1 ? "cell" : "cells")} in "
                    + $"all.",
                false
            );
        }
    }

    /// <summary>Returns whether two descriptions refer to the same reading of the file.</summary>
    public static bool IsSame(TableDescription one, TableDescription other) =>
        (one.Encoding, one.IsEncodingDoubtful, one.Sheet, one.TitleRow, one.ReadsHiddenRows)
            == (other.Encoding, other.IsEncodingDoubtful, other.Sheet, other.TitleRow, other.ReadsHiddenRows)
        && one.Columns.SequenceEqual(other.Columns);

    private static string Rows(int count) => count == 1 ? "1 row" : $"{BulkText.Count(count)} rows";

    private static string Entries(int count) => count == 1 ? "1 entry" : $"{BulkText.Count(count)} entries";

    private static string Are(int count) => count == 1 ? "is" : "are";
}
