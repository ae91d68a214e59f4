using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using UserAdmin.Imports;
using UserAdmin.Tables;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// Copies rows and verdicts of an import into the database. Cells and errors are JSON in columns of text, because the
/// type jsonb stores no U+0000, not even as an escape.
/// </summary>
internal static class PostgreSqlImportBlocks
{
    /// <summary>
    /// Stores a block, unless everything of the import was deleted meanwhile, perhaps by another node: nobody would
    /// ever delete what is stored after that.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="importId">The import.</param>
    /// <param name="attempt">The attempt to which the block belongs.</param>
    /// <param name="rows">Rows of the file.</param>
    /// <param name="verdicts">Verdicts on rows.</param>
    /// <exception cref="InvalidOperationException">Another node has begun anew, because this one was
    /// paused.</exception>
    public static void Copy(
        NpgsqlConnection connection,
        string importId,
        int attempt,
        IReadOnlyList<StagedRow> rows,
        IReadOnlyList<(int Row, Judged Judged)> verdicts
    )
    {
        using var transaction = connection.BeginTransaction();
        // A deletion, or another attempt, waits until the block is stored, and then deletes it as well.
        using var find = connection.Command(
            transaction,
            "SELECT \"Attempt\" FROM \"ImportStages\" WHERE \"ImportId\" = @id FOR SHARE",
            ("@id", importId)
        );
        if (find.ExecuteScalar() is not int latest)
        {
            return;
        }

        if (latest != attempt)
        {
            throw new InvalidOperationException($"Another node works on the import {importId}.");
        }

        if (rows.Count > 0)
        {
            CopyRows(connection, importId, rows);
        }

        if (verdicts.Count > 0)
        {
            CopyVerdicts(connection, importId, verdicts);
        }

        transaction.Commit();
    }

    /// <summary>Returns the cells of a row as they are stored.</summary>
    public static string Cells(string?[] cells) => JsonSerializer.Serialize(cells);

    /// <summary>Returns the errors of cells as they are stored.</summary>
    public static string? Errors(IReadOnlyList<CellError> errors) =>
        errors.Count == 0 ? null : JsonSerializer.Serialize(errors);

    private static void CopyRows(NpgsqlConnection connection, string importId, IReadOnlyList<StagedRow> rows)
    {
        using var copy = connection.BeginBinaryImport(
            "COPY \"ImportRows\" (\"ImportId\", \"Row\", \"Cells\", \"Error\", \"CellErrors\") "
                + "FROM STDIN (FORMAT BINARY)"
        );
        foreach (var row in rows)
        {
            copy.StartRow();
            copy.Write(importId, NpgsqlDbType.Text);
            copy.Write(row.Number, NpgsqlDbType.Integer);
            copy.Write(Cells(row.Cells), NpgsqlDbType.Text);
            copy.WriteText(row.Error is null ? null : JsonSerializer.Serialize(row.Error));
            copy.WriteText(Errors(row.CellErrors));
        }

        copy.Complete();
    }

    private static void CopyVerdicts(
        NpgsqlConnection connection,
        string importId,
        IReadOnlyList<(int Row, Judged Judged)> verdicts
    )
    {
        using var copy = connection.BeginBinaryImport(
            "COPY \"ImportVerdicts\" (\"ImportId\", \"Row\", \"Verdict\", \"UserId\", \"Code\", \"Reason\", "
                + "\"Errors\", \"Changes\", \"Holds\") FROM STDIN (FORMAT BINARY)"
        );
        foreach (var (row, judged) in verdicts)
        {
            var (code, reason) = ImportErrorText.Of(judged.Errors);
            copy.StartRow();
            copy.Write(importId, NpgsqlDbType.Text);
            copy.Write(row, NpgsqlDbType.Integer);
            copy.Write((int)judged.Verdict, NpgsqlDbType.Integer);
            copy.WriteText(judged.UserId);
            copy.WriteText(code);
            copy.WriteText(PostgreSqlText.Storable(reason));
            copy.WriteText(judged.Errors.Count == 0 ? null : JsonSerializer.Serialize(judged.Errors));
            copy.WriteText(judged.Changes.Count == 0 ? null : JsonSerializer.Serialize(judged.Changes));
            copy.Write(judged.ChangesHolder, NpgsqlDbType.Boolean);
        }

        copy.Complete();
    }
}
