using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>Reads the file of an import row by row into its staged rows.</summary>
internal sealed class ImportReading(IImportStorage storage, ImportQuota quota, TimeProvider time)
{
    /// <summary>How many different values of a column are used to guess what it holds.</summary>
    internal const int Samples = 20;

    // This many rows are held in memory before the first is stored, to detect columns of passwords, which must not be
    // stored.
    private const int Judged = 1000;

    private static readonly TimeSpan _progressInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Reads the whole file. The file is kept, so that it can be read again, unless it contains passwords.
    /// </summary>
    /// <param name="run">The import.</param>
    /// <param name="record">Records the number of rows read and, once all are read, the description of the file, some
    /// values of each column and the columns with gaps. Returns false if the import is no longer wanted.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnreadableTableException">The file is not a table, is damaged, or is too large.</exception>
    public async Task RunAsync(
        ImportRun run,
        Func<int, TableDescription?, IReadOnlyList<IReadOnlyList<string>>, IReadOnlyList<int>, Task<bool>> record,
        CancellationToken cancellationToken
    )
    {
        var (mostBytes, beyond) = await quota.RowsOfAsync(run, cancellationToken);
        using var reader = TableFiles.Open(storage.OpenUpload(run.ImportId), run.Chosen?.Reading, ImportGuess.IsTitle);
        using var stage = storage.OpenStage(run.ImportId);
        var (titles, rows, recorded) = (reader.Description.Columns, 0, time.GetTimestamp());
        var (passwords, samples) = (
            new ClearPasswords(titles, reader.FirstRows),
            new ImportSamples(titles.Count, Samples)
        );
        bool[] names = [.. ImportGuess.Columns(titles).Select(ImportValueGuess.IsName)];
        var hashes = new ImportHashColumns(titles);
        var (waiting, isUnhashed) = (new List<StagedRow>(), false);
        var isDecided = false;
        stage.BeginRows();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows++;
            var row = new StagedRow(reader.RowNumber, Cells(reader, names), reader.RowError, [.. reader.CellErrors]);
            passwords.See(row.Cells);
            waiting.Add(row);
            if (rows < Judged)
            {
                continue;
            }

            Keep();
            if (rows % Judged == 0 && time.GetElapsedTime(recorded) >= _progressInterval)
            {
                recorded = time.GetTimestamp();
                if (!await record(rows, null, [], []))
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

        // Some columns do not look like passwords in the first rows but do later on.
        foreach (var column in passwords.Columns)
        {
            stage.Blank(column);
        }

        stage.EndRows();
        if (isUnhashed || passwords.Columns.Count > 0)
        {
            // Without the file it cannot be read again, but passwords must not stay on disk.
            storage.DeleteUpload(run.ImportId);
        }

        await record(
            rows,
            reader.Description with
            {
                ClearPasswords = passwords.Columns,
                Hashes = hashes.FoundByValues,
            },
            samples.Without(passwords.Columns),
            samples.Gaps
        );

        void Keep()
        {
            if (!isDecided)
            {
                isDecided = true;
                hashes.Decide(waiting, passwords);
            }

            foreach (var read in waiting)
            {
                var row = hashes.Checked(read);
                isUnhashed |= row.CellErrors.Any(cell => cell.Error == ImportErrors.NotAHash);
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

    /// <summary>
    /// Returns the values of the row. What database tools write for no value is none; but there are people with that
    /// name, if it is the only such value.
    /// </summary>
    private static string?[] Cells(TableReader reader, bool[] names)
    {
        var cells = new string?[names.Length];
        for (var column = 0; column < cells.Length; column++)
        {
            cells[column] = reader[column] is { Length: > 0 } cell ? cell : null;
        }

        if (
            reader.Description.Format is TableFormat.Csv or TableFormat.Xlsx
            && cells.Count(IsNull) is > 0 and var nulls
        )
        {
            for (var column = 0; column < cells.Length; column++)
            {
                cells[column] = IsNull(cells[column]) && (nulls > 1 || !names[column]) ? null : cells[column];
            }
        }

        return cells;
    }

    private static bool IsNull(string? cell) => cell is "NULL" or "\\N" or "(null)" or "<null>" or "[NULL]";
}
