using UserAdmin.Audit;
using UserAdmin.EventLog;
using UserAdmin.Messaging;

namespace UserAdmin.Imports;

/// <summary>A row with its verdict, as it lies on disk.</summary>
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
    /// <summary>The first rows of the file.</summary>
    List<string?[]> First(int take);

    /// <summary>Whether every row has a verdict, so that they can be listed.</summary>
    bool AreJudged();

    /// <summary>
    /// A page of rows with their verdicts: those first that change accounts with permissions, then in the file's order.
    /// </summary>
    List<VerdictRow> List(ImportVerdict? verdict, string? code, bool holdersOnly, int skip, int take);

    /// <summary>How many rows there are of the kind.</summary>
    int Count(ImportVerdict? verdict, string? code, bool holdersOnly = false);

    /// <summary>
    /// Why rows are refused, the most frequent first; each with the reason of the first row that has it.
    /// </summary>
    List<(string Code, string Reason, int Count)> Reasons();

    /// <summary>All refused rows, streamed.</summary>
    IEnumerable<(string?[] Cells, string? Reason)> Refused();
}
