using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>Reads the file of an import row by row into its staged rows.</summary>
internal sealed class ImportReading(ImportFolders folders, TimeProvider time)
{
    private static readonly TimeSpan _progressInterval = TimeSpan.FromSeconds(1);

    /// <summary>Reads all of it.</summary>
    /// <param name="importId">The import.</param>
    /// <param name="record">Records how far it is, what the file is when all is read, and the first row; says whether anybody still wants it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnreadableTableException">The file is no table, or damaged, or larger than it may be.</exception>
    public async Task RunAsync(string importId, Func<int, TableDescription?, IReadOnlyList<string?>, Task<bool>> record, CancellationToken cancellationToken)
    {
        using var reader = TableFiles.Open(folders.UploadPath(importId));
        using var stage = folders.OpenStage(importId);
        var (table, rows, recorded) = (reader.Description, 0, time.GetTimestamp());
        // Passwords as people type them are not kept even here.
        var hidden = table.Columns.Select(ImportGuess.IsClearPassword).ToArray();
        string?[] first = [];
        stage.BeginRows();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++rows > TableLimits.Rows)
            {
                throw new UnreadableTableException(TableErrors.TooManyRows);
            }

            var cells = new string?[hidden.Length];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = hidden[i] || reader[i] is not { Length: > 0 } cell ? null : cell;
            }

            stage.Add(new StagedRow(reader.RowNumber, cells, reader.RowError));
            first = rows == 1 ? cells : first;
            if (rows % 1000 == 0 && time.GetElapsedTime(recorded) >= _progressInterval)
            {
                recorded = time.GetTimestamp();
                if (!await record(rows, null, []))
                {
                    return;
                }
            }
        }

        if (rows == 0)
        {
            throw new UnreadableTableException(ImportErrors.NoRows);
        }

        stage.EndRows();
        await record(rows, table, first);
    }
}
