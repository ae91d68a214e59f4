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
                T(
                    $"The file does not say how its letters are written. It was read as "
                        + $"{FromCore(TableEncodings.TitleOf(table.Encoding))} ({table.Encoding}), which may be wrong: "
                        + $"look at names with letters other than A to Z. If they are garbled, choose another "
                        + $"encoding and read the file again."
                ),
                true
            );
        }

        foreach (var column in table.ClearPasswords)
        {
            yield return (
                T(
                    $"“{table.Columns[column]}” seems to hold passwords as people type them. They are never "
                        + $"imported: its cells were not kept, and neither was the file. "
                        + $"If it holds something else, give it a title that says so and send the file again."
                ),
                true
            );
        }

        if (table.HiddenRows > 0)
        {
            yield return table.ReadsHiddenRows
                ? (
                    T(
                        table.HiddenRows,
                        "1 row that the workbook hides, by a filter for instance, is read too.",
                        $"{BulkText.Count(table.HiddenRows)} rows that the workbook hides, by a filter for instance, "
                            + $"are read too."
                    ),
                    true
                )
                : (
                    T(
                        table.HiddenRows,
                        "1 row that the workbook hides, by a filter for instance, is left out.",
                        $"{BulkText.Count(table.HiddenRows)} rows that the workbook hides, by a filter for instance, "
                            + $"are left out."
                    ),
                    true
                );
        }

        if (table.Sheets.Count > 1)
        {
            var others = table.Sheets.Where(sheet => sheet != table.Sheet).Select(sheet => $"“{sheet}”").ToList();
            var more = others.Count > 5 ? " " + T($"and {BulkText.Count(others.Count - 5)} more") : "";
            var unread = string.Join(", ", others.Take(5)) + more;
            yield return (
                table.Format is TableFormat.Json
                    ? T($"Only the list “{table.Sheet}” is read, not {unread}.")
                    : T($"Only the sheet “{table.Sheet}” is read, not {unread}."),
                false
            );
        }

        if (table.TitleRow > 1)
        {
            yield return (
                T(
                    $"The column titles are in row {BulkText.Count(table.TitleRow)}; what stands above them is left "
                        + $"out."
                ),
                false
            );
        }

        if (table is { TitleRow: 0, Format: TableFormat.Csv or TableFormat.Xlsx })
        {
            yield return (
                T(
                    "The first row holds an address, so the file has no column titles. What the columns hold was "
                        + "guessed from their values: look at it below."
                ),
                true
            );
        }

        if (table.OtherEntries > 0)
        {
            yield return (
                T(
                    table.OtherEntries,
                    "1 entry of the directory that is not a person, such as a group or a unit, is left out.",
                    $"{BulkText.Count(table.OtherEntries)} entries of the directory that are no people, such as groups "
                        + $"and units, are left out."
                ),
                false
            );
        }

        if (table.MergedCells > 0)
        {
            yield return (
                T(
                    table.MergedCells,
                    "Merged cells: their value counts for each of their rows, 1 more cell in all.",
                    $"Merged cells: their value counts for each of their rows, {BulkText.Count(table.MergedCells)} "
                        + $"more cells in all."
                ),
                false
            );
        }
    }

    /// <summary>Returns whether two descriptions refer to the same reading of the file.</summary>
    public static bool IsSame(TableDescription one, TableDescription other) =>
        (one.Encoding, one.IsEncodingDoubtful, one.Sheet, one.TitleRow, one.ReadsHiddenRows)
            == (other.Encoding, other.IsEncodingDoubtful, other.Sheet, other.TitleRow, other.ReadsHiddenRows)
        && one.Columns.SequenceEqual(other.Columns);
}
