using System.Data.Common;
using System.Text.Json;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>A row as it lies on disk while its import is not over.</summary>
/// <param name="Number">As a spreadsheet counts.</param>
/// <param name="Cells">One for each column; null for an empty one.</param>
/// <param name="Error">What is wrong with the row alone, or null.</param>
/// <param name="CellErrors">What is wrong with single cells of it: it matters where their columns are imported.</param>
internal sealed record StagedRow(int Number, string?[] Cells, Error? Error, IReadOnlyList<CellError> CellErrors);

/// <summary>A row to apply: what the preview promised, and the key that a new account gets.</summary>
internal sealed record PromisedRow(int Number, string?[] Cells, ImportVerdict Verdict, string UserId);

/// <summary>
/// The rows of one import and what the preview said of each: working data in a database file of its own, so that any
/// page of a million rows is there at once, and a restart goes on where it was. Not part of the log: deleted when
/// nobody needs it.
/// </summary>
internal sealed class ImportStage(DbConnection connection) : IDisposable
{
    private DbTransaction? _transaction;
    private DbCommand? _addRow;
    private DbCommand? _addVerdict;

    /// <summary>About how many bytes the rows take that were added.</summary>
    public long RowBytes { get; private set; }

    /// <summary>Begins to take rows in; what was there is gone.</summary>
    public void BeginRows() => Execute(ImportTables.Rows);

    /// <summary>Begins to take verdicts in; what was there is gone.</summary>
    public void BeginVerdicts() => Execute(ImportTables.Verdicts);

    /// <summary>All verdicts are in.</summary>
    public void EndVerdicts()
    {
        Commit();
        Execute(ImportTables.VerdictIndexes);
        EndRows();
    }

    /// <summary>All rows are in: whatever happens to the power from now on, they are on disk.</summary>
    public void EndRows()
    {
        Commit();
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Adds a row.</summary>
    public void Add(StagedRow row)
    {
        _transaction ??= connection.BeginTransaction();
        _addRow ??= Prepare(
            """INSERT INTO "Rows" ("Row", "Cells", "Error", "CellErrors") VALUES (@p0, @p1, @p2, @p3)""",
            4
        );
        var cells = JsonSerializer.Serialize(row.Cells);
        var errors = row.CellErrors.Count == 0 ? null : JsonSerializer.Serialize(row.CellErrors);
        // A cell of a few characters can have a sentence of an error, so that counts too.
        RowBytes += cells.Length + (errors?.Length ?? 0);
        Run(_addRow, row.Number, cells, row.Error is null ? null : JsonSerializer.Serialize(row.Error), errors);
    }

    /// <summary>Adds what comes of a row.</summary>
    public void Add(int row, Judged judged)
    {
        _transaction ??= connection.BeginTransaction();
        _addVerdict ??= Prepare(
            """INSERT INTO "Verdicts" ("Row", "Verdict", "UserId", "Code", "Reason", "Errors", "Changes","""
                + """ "Holds") VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)""",
            8
        );
        var (code, reason) = Say(judged.Errors);
        Run(
            _addVerdict,
            row,
            (int)judged.Verdict,
            judged.UserId,
            code,
            reason,
            judged.Errors.Count == 0 ? null : JsonSerializer.Serialize(judged.Errors),
            judged.Changes.Count == 0 ? null : JsonSerializer.Serialize(judged.Changes),
            judged.ChangesHolder ? 1 : 0
        );
    }

    /// <summary>Adds the columns that earlier versions did not have.</summary>
    public void Upgrade() => ImportTables.Upgrade(connection);

    /// <summary>The first error's code, and all errors as sentences.</summary>
    public static (string? Code, string? Reason) Say(IReadOnlyList<Error> errors) =>
        errors.Count == 0
            ? (null, null)
            : (errors[0].Code, string.Join(' ', errors.Select(error => error.Message).Distinct()));

    /// <summary>Sees to it that what was added is on disk.</summary>
    public void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    /// <summary>Notes that something else came of rows than the preview said.</summary>
    public void Note(IReadOnlyList<ImportedOtherwise> rows)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var row in rows)
        {
            using var command = connection.Command(
                transaction,
                """UPDATE "Verdicts" SET "Verdict" = @verdict, "Code" = @code, "Reason" = @reason, "Errors" = NULL WHERE "Row" = @row""",
                ("@verdict", (int)row.Verdict),
                ("@code", row.Code),
                ("@reason", row.Reason),
                ("@row", row.Row)
            );
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Empties the cells of a column, also in what the database file has kept of them.</summary>
    public void Blank(int column)
    {
        Execute(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"""
                PRAGMA secure_delete = ON;
                UPDATE "Rows" SET "Cells" = json_set("Cells", '$[{column}]', NULL) WHERE json_extract("Cells", '$[{column}]') IS NOT NULL;
                """
            )
        );
        EndRows();
    }

    /// <summary>The next rows, in order.</summary>
    public List<StagedRow> Read(int afterRow, int take)
    {
        using var command = connection.Command(
            _transaction,
            """SELECT "Row", "Cells", "Error", "CellErrors" FROM "Rows" WHERE "Row" > @after ORDER BY "Row" LIMIT @take""",
            ("@after", afterRow),
            ("@take", take)
        );
        using var reader = command.ExecuteReader();
        var rows = new List<StagedRow>();
        while (reader.Read())
        {
            rows.Add(
                new StagedRow(
                    reader.GetInt32(0),
                    JsonSerializer.Deserialize<string?[]>(reader.GetString(1))!,
                    reader.IsDBNull(2) ? null : JsonSerializer.Deserialize<Error>(reader.GetString(2)),
                    reader.IsDBNull(3) ? [] : JsonSerializer.Deserialize<CellError[]>(reader.GetString(3))!
                )
            );
        }

        return rows;
    }

    /// <summary>
    /// The row at which a chunk ends that holds at most so many rows to apply, and the last row of all when there are
    /// not so many.
    /// </summary>
    public int ChunkEnd(int afterRow, int most)
    {
        using var command = connection.Command(
            _transaction,
            """
            SELECT coalesce(
                (SELECT "Row" FROM "Verdicts" WHERE "Row" > @after AND "Verdict" IN (0, 1) ORDER BY "Row" LIMIT 1 OFFSET @most - 1),
                (SELECT max("Row") FROM "Rows"))
            """,
            ("@after", afterRow),
            ("@most", most)
        );
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The rows of a chunk that are to be applied, and how many of it are not.</summary>
    public (List<PromisedRow> Rows, ImportCounts Others) ReadChunk(int afterRow, int toRow)
    {
        using var command = connection.Command(
            _transaction,
            """
            SELECT r."Row", r."Cells", v."Verdict", v."UserId" FROM "Verdicts" AS v JOIN "Rows" AS r ON r."Row" = v."Row"
            WHERE v."Row" > @after AND v."Row" <= @to AND v."Verdict" IN (0, 1) ORDER BY v."Row"
            """,
            ("@after", afterRow),
            ("@to", toRow)
        );
        var rows = new List<PromisedRow>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add(
                    new PromisedRow(
                        reader.GetInt32(0),
                        JsonSerializer.Deserialize<string?[]>(reader.GetString(1))!,
                        (ImportVerdict)reader.GetInt32(2),
                        reader.GetString(3)
                    )
                );
            }
        }

        var counts = Counts(
            "WHERE \"Row\" > @after AND \"Row\" <= @to AND \"Verdict\" IN (2, 3)",
            ("@after", afterRow),
            ("@to", toRow)
        );
        return (rows, counts);
    }

    public void Dispose()
    {
        _transaction?.Dispose();
        _addRow?.Dispose();
        _addVerdict?.Dispose();
        connection.Dispose();
    }

    private ImportCounts Counts(string where, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(
            _transaction,
            $"SELECT \"Verdict\", count(*) FROM \"Verdicts\" {where} GROUP BY \"Verdict\"",
            parameters
        );
        using var reader = command.ExecuteReader();
        var counts = ImportCounts.None;
        while (reader.Read())
        {
            counts = counts.With((ImportVerdict)reader.GetInt32(0), reader.GetInt32(1));
        }

        return counts;
    }

    private void Execute(string sql)
    {
        using var command = connection.Command(_transaction, sql);
        command.ExecuteNonQuery();
    }

    private DbCommand Prepare(string sql, int parameters)
    {
        var command = connection.Command(null, sql);
        for (var i = 0; i < parameters; i++)
        {
            command.Add($"@p{i}", null);
        }

        return command;
    }

    private void Run(DbCommand command, params ReadOnlySpan<object?> values)
    {
        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }
}
