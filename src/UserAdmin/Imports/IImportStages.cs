using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>
/// Stores the staged rows of imports: working data that is not part of the log and is deleted with the import's folder.
/// </summary>
internal interface IImportStages
{
    /// <summary>Whether a folder contains the rows of an import.</summary>
    bool HasRows(string folder);

    /// <summary>Opens the rows in a folder for writing, and creates the storage if there is none.</summary>
    IImportStage Open(string folder);

    /// <summary>Opens the rows in a folder for reading; they must exist.</summary>
    IStagedRows OpenRows(string folder);
}

/// <summary>A row of the file as it is stored on disk.</summary>
/// <param name="Number">The row's number, as a spreadsheet counts.</param>
/// <param name="Cells">One cell for each column; null for an empty one.</param>
/// <param name="Error">An error of the whole row, or null.</param>
/// <param name="CellErrors">Errors of single cells; they matter only if the cell's column is imported.</param>
internal sealed record StagedRow(int Number, string?[] Cells, Error? Error, IReadOnlyList<CellError> CellErrors);

/// <summary>A row to apply, with the preview's verdict and the key that a new account gets.</summary>
internal sealed record PromisedRow(int Number, string?[] Cells, ImportVerdict Verdict, string UserId);

/// <summary>
/// The rows of one import and the preview's verdict on each, on disk, so that the import can continue after a restart.
/// </summary>
internal interface IImportStage : IDisposable
{
    /// <summary>Approximate size in bytes of the rows that were added.</summary>
    long RowBytes { get; }

    /// <summary>Begins to add rows; earlier rows are deleted.</summary>
    void BeginRows();

    /// <summary>Begins to add verdicts; earlier verdicts are deleted.</summary>
    void BeginVerdicts();

    /// <summary>Ends adding verdicts; from now on they can be listed page by page.</summary>
    void EndVerdicts();

    /// <summary>Ends adding rows, and writes them to disk so that they survive a power failure.</summary>
    void EndRows();

    /// <summary>Adds a row.</summary>
    void Add(StagedRow row);

    /// <summary>Adds the verdict of a row.</summary>
    void Add(int row, Judged judged);

    /// <summary>
    /// Replaces the cells and errors of a row, after <see cref="BeginVerdicts"/>. On several nodes it does nothing if
    /// another one has begun since.
    /// </summary>
    void Replace(StagedRow row);

    /// <summary>Adds the columns that earlier versions did not have.</summary>
    void Upgrade();

    /// <summary>Commits what was added.</summary>
    void Commit();

    /// <summary>Records the rows whose result differs from the preview.</summary>
    void Note(IReadOnlyList<ImportedOtherwise> rows);

    /// <summary>Clears the cells of a column, so that none of their text stays on disk.</summary>
    void Blank(int column);

    /// <summary>
    /// Clears the rows that create or change some accounts, and the verdicts on them; only what became of them stays.
    /// </summary>
    /// <param name="userIds">Keys of the accounts.</param>
    /// <returns>Whether there were any.</returns>
    bool Forget(IReadOnlyCollection<string> userIds);

    /// <summary>Returns the next rows, in order.</summary>
    List<StagedRow> Read(int afterRow, int take);

    /// <summary>
    /// Returns the last row of a chunk with at most <paramref name="most"/> rows to apply; the last row of the file if
    /// fewer are left.
    /// </summary>
    int ChunkEnd(int afterRow, int most);

    /// <summary>Returns the rows of a chunk that are to be applied, and the counts of the others.</summary>
    (List<PromisedRow> Rows, ImportCounts Others) ReadChunk(int afterRow, int toRow);
}

/// <summary>Formats the errors of a row as they are stored beside its verdict.</summary>
internal static class ImportErrorText
{
    /// <summary>Returns the first error's code, and all errors as sentences.</summary>
    public static (string? Code, string? Reason) Of(IReadOnlyList<Error> errors) =>
        errors.Count == 0
            ? (null, null)
            : (errors[0].Code, string.Join(' ', errors.Select(error => error.Message).Distinct()));
}
