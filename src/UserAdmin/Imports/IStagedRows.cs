using UserAdmin.Audit;
using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Imports;

/// <summary>A row with its verdict, as it is stored on disk.</summary>
internal sealed record VerdictRow(
    int Row,
    string?[] Cells,
    ImportVerdict Verdict,
    string? UserId,
    string? Reason,
    IReadOnlyList<Error> Errors,
    IReadOnlyList<FieldChange> Changes,
    bool ChangesHolder
);

/// <summary>Reads the staged rows of an import for the screen.</summary>
internal interface IStagedRows : IDisposable
{
    /// <summary>Returns the first rows of the file.</summary>
    List<string?[]> First(int take);

    /// <summary>Whether the file has a row with this number.</summary>
    bool Has(int row);

    /// <summary>Whether every row has a verdict, so that they can be listed.</summary>
    bool AreJudged();

    /// <summary>
    /// Returns a page of rows with their verdicts: first the rows that change accounts with permissions, then the
    /// others, each in the file's order.
    /// </summary>
    List<VerdictRow> List(ImportVerdict? verdict, string? code, bool holdersOnly, int skip, int take);

    /// <summary>Returns how many rows match the filter.</summary>
    int Count(ImportVerdict? verdict, string? code, bool holdersOnly = false);

    /// <summary>
    /// Returns the reasons why rows are refused, the most frequent first, each with the full text of the first row that
    /// has it and with that row's first error, which is null if the row was refused only when it was applied.
    /// </summary>
    List<(string Code, string Reason, Error? First, int Count)> Reasons();

    /// <summary>
    /// Returns the values that a column has in the rows refused for one reason, the most frequent first, with the
    /// number of these rows; null stands for empty cells.
    /// </summary>
    List<(string? Value, int Count)> RefusedValues(string code, int column, int most);

    /// <summary>Streams all refused rows.</summary>
    IEnumerable<(string?[] Cells, string? Reason)> Refused();
}
