using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>Reads the file of an import row by row into its staged rows.</summary>
internal sealed class ImportReading(ImportFolders folders, ImportQuota quota, TimeProvider time)
{
    /// <summary>How many different values of a column are looked at to guess what it holds.</summary>
    internal const int Samples = 20;

    // So many rows are in memory before the first is kept, to tell what must not be.
    private const int Judged = 1000;

    private static readonly TimeSpan _progressInterval = TimeSpan.FromSeconds(1);

    /// <summary>Reads all of it. The file itself stays, to be read anew, unless passwords stand in it.</summary>
    /// <param name="run">The import.</param>
    /// <param name="record">Records how far it is, what the file is when all is read, and values of each column; says
    /// whether anybody still wants it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnreadableTableException">The file is no table, or damaged, or larger than it may
    /// be.</exception>
    public async Task RunAsync(
        ImportRun run,
        Func<int, TableDescription?, IReadOnlyList<IReadOnlyList<string>>, Task<bool>> record,
        CancellationToken cancellationToken
    )
    {
        var (mostBytes, beyond) = await quota.RowsOfAsync(run, cancellationToken);
        using var reader = TableFiles.Open(folders.UploadPath(run.ImportId), run.Chosen?.Reading, ImportGuess.IsTitle);
        using var stage = folders.OpenStage(run.ImportId);
        var (titles, rows, recorded) = (reader.Description.Columns, 0, time.GetTimestamp());
        var (passwords, samples) = (
            new ClearPasswords(titles, reader.FirstRows),
            new ImportSamples(titles.Count, Samples)
        );
        var hashes = ImportGuess.Columns(titles).ToList().IndexOf(ImportField.PasswordHash);
        var (waiting, isUnhashed) = (new List<StagedRow>(), false);
        stage.BeginRows();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows++;
            var row = new StagedRow(
                reader.RowNumber,
                Cells(reader, titles.Count, hashes),
                reader.RowError,
                [.. reader.CellErrors, .. NoHash(reader, hashes)]
            );
            passwords.See(row.Cells);
            isUnhashed |= row.CellErrors.Any(cell => cell.Error == ImportErrors.NotAHash);
            waiting.Add(row);
            if (rows < Judged)
            {
                continue;
            }

            Keep();
            if (rows % Judged == 0 && time.GetElapsedTime(recorded) >= _progressInterval)
            {
                recorded = time.GetTimestamp();
                if (!await record(rows, null, []))
                {
                    return;
                }
            }
        }

        Keep();
        if (rows == 0)
        {
            throw new UnreadableTableException(
                reader.Description.HiddenRows is > 0 and var hidden
                    ? TableErrors.AllHidden(hidden)
                    : ImportErrors.NoRows
            );
        }

        // Further down some may look like passwords that did not at the beginning.
        foreach (var column in passwords.Columns)
        {
            stage.Blank(column);
        }

        stage.EndRows();
        if (isUnhashed || passwords.Columns.Count > 0)
        {
            // It could be read anew otherwise; not at the price of passwords on disk.
            folders.DeleteUpload(run.ImportId);
        }

        await record(
            rows,
            reader.Description with
            {
                ClearPasswords = passwords.Columns,
            },
            samples.Without(passwords.Columns)
        );

        void Keep()
        {
            foreach (var row in waiting)
            {
                for (var column = 0; column < row.Cells.Length; column++)
                {
                    row.Cells[column] = passwords.IsHidden(column) ? null : row.Cells[column];
                }

                samples.See(row.Cells);
                stage.Add(row);
            }

            waiting.Clear();
            _ = stage.RowBytes <= mostBytes ? 0 : throw new UnreadableTableException(beyond);
        }
    }

    private static string?[] Cells(TableReader reader, int columns, int hashes)
    {
        var cells = new string?[columns];
        for (var column = 0; column < columns; column++)
        {
            cells[column] =
                reader[column] is { Length: > 0 } cell && (column != hashes || IdentityHash.IsEncoded(cell.Trim()))
                    ? cell
                    : null;
        }

        return cells;
    }

    /// <summary>
    /// What stands in a column of hashes and is none may be the password itself: it is not kept, and the row is
    /// refused.
    /// </summary>
    private static IEnumerable<CellError> NoHash(TableReader reader, int hashes) =>
        hashes >= 0 && reader[hashes]?.Trim() is { Length: > 0 } cell && !IdentityHash.IsEncoded(cell)
            ? [new CellError(hashes, ImportErrors.NotAHash)]
            : [];
}
