using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>
/// Stores the staged rows of imports: working data that is not part of the log and is deleted with the import's folder.
/// </summary>
internal interface IImportStages
{
    /// <summary>Whether there are rows of the import that has a folder.</summary>
    bool HasRows(string folder);

    /// <summary>Opens them to write, and makes a place for them if there is none.</summary>
    IImportStage Open(string folder);

    /// <summary>Opens them to read; they have to be there.</summary>
    IStagedRows OpenRows(string folder);
}

/// <summary>A row as it lies on disk while its import is not over.</summary>
/// <param name="Number">As a spreadsheet counts.</param>
/// <param name="Cells">One for each column; null for an empty one.</param>
/// <param name="Error">What is wrong with the row alone, or null.</param>
/// <param name="CellErrors">What is wrong with single cells of it: it matters where their columns are imported.</param>
internal sealed record StagedRow(int Number, string?[] Cells, Error? Error, IReadOnlyList<CellError> CellErrors);

/// <summary>A row to apply: what the preview promised, and the key that a new account gets.</summary>
internal sealed record PromisedRow(int Number, string?[] Cells, ImportVerdict Verdict, string UserId);

/// <summary>
/// The rows of one import and what the preview said of each, on disk, so that a restart goes on where it was.
/// </summary>
internal interface IImportStage : IDisposable
{
    /// <summary>About how many bytes the rows take that were added.</summary>
    long RowBytes { get; }

    /// <summary>Begins to add rows; earlier rows are deleted.</summary>
    void BeginRows();

    /// <summary>Begins to add verdicts; earlier verdicts are deleted.</summary>
    void BeginVerdicts();

    /// <summary>All verdicts were added: pages of them can be listed.</summary>
    void EndVerdicts();

    /// <summary>Ends adding rows; from now on they are safe on disk, even after a power failure.</summary>
    void EndRows();

    /// <summary>Adds a row.</summary>
    void Add(StagedRow row);

    /// <summary>Adds the verdict of a row.</summary>
    void Add(int row, Judged judged);

    /// <summary>Adds the columns that earlier versions did not have.</summary>
    void Upgrade();

    /// <summary>Commits what was added.</summary>
    void Commit();

    /// <summary>Records the rows whose result differs from the preview.</summary>
    void Note(IReadOnlyList<ImportedOtherwise> rows);

    /// <summary>Empties the cells of a column, so that nothing of them stays on disk.</summary>
    void Blank(int column);

    /// <summary>The next rows, in order.</summary>
    List<StagedRow> Read(int afterRow, int take);

    /// <summary>
    /// The row at which a chunk ends that holds at most so many rows to apply, and the last row of all when there are
    /// not so many.
    /// </summary>
    int ChunkEnd(int afterRow, int most);

    /// <summary>The rows of a chunk that are to be applied, and how many of it are not.</summary>
    (List<PromisedRow> Rows, ImportCounts Others) ReadChunk(int afterRow, int toRow);
}

/// <summary>Errors of a row as they are stored beside its verdict.</summary>
internal static class ImportErrorText
{
    /// <summary>The first error's code, and all errors as sentences.</summary>
    public static (string? Code, string? Reason) Of(IReadOnlyList<Error> errors) =>
        errors.Count == 0
            ? (null, null)
            : (errors[0].Code, string.Join(' ', errors.Select(error => error.Message).Distinct()));
}
