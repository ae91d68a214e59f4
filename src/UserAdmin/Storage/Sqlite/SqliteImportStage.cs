using System.Data.Common;
using System.Text.Json;
using UserAdmin.Imports;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteImportStage(DbConnection connection) : IImportStage
{
    private DbTransaction? _transaction;
    private DbCommand? _addRow;
    private DbCommand? _addVerdict;

    public long RowBytes { get; private set; }

    public void BeginRows() => Execute(SqliteImportTables.Rows);

    public void BeginVerdicts() => Execute(SqliteImportTables.Verdicts);

    public void EndVerdicts()
    {
        Commit();
        Execute(SqliteImportTables.VerdictIndexes);
        EndRows();
    }

    public void EndRows()
    {
        Commit();
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Add(StagedRow row)
    {
        _transaction ??= connection.BeginTransaction();
        _addRow ??= Prepare(
            """INSERT INTO "Rows" ("Row", "Cells", "Error", "CellErrors") VALUES (@p0, @p1, @p2, @p3)""",
            4
        );
        var cells = JsonSerializer.Serialize(row.Cells);
        var errors = row.CellErrors.Count == 0 ? null : JsonSerializer.Serialize(row.CellErrors);
        // A short cell can have a long error text, so the errors count too.
        RowBytes += cells.Length + (errors?.Length ?? 0);
        Run(_addRow, row.Number, cells, row.Error is null ? null : JsonSerializer.Serialize(row.Error), errors);
    }

    public void Add(int row, Judged judged)
    {
        _transaction ??= connection.BeginTransaction();
        _addVerdict ??= Prepare(
            """
            INSERT INTO "Verdicts" ("Row", "Verdict", "UserId", "Code", "Reason", "Errors", "Changes", "Holds")
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
            """,
            8
        );
        var (code, reason) = ImportErrorText.Of(judged.Errors);
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

    public void Replace(StagedRow row)
    {
        using var command = connection.Command(
            _transaction,
            """UPDATE "Rows" SET "Cells" = @cells, "CellErrors" = @errors WHERE "Row" = @row""",
            ("@cells", JsonSerializer.Serialize(row.Cells)),
            ("@errors", row.CellErrors.Count == 0 ? null : JsonSerializer.Serialize(row.CellErrors)),
            ("@row", row.Number)
        );
        command.ExecuteNonQuery();
    }

    public void Upgrade() => SqliteImportTables.Upgrade(connection);

    public void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    public void Note(IReadOnlyList<ImportedOtherwise> rows)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var row in rows)
        {
            using var command = connection.Command(
                transaction,
                """
                UPDATE "Verdicts" SET "Verdict" = @verdict, "Code" = @code, "Reason" = @reason, "Errors" = NULL
                WHERE "Row" = @row
                """,
                ("@verdict", (int)row.Verdict),
                ("@code", row.Code),
                ("@reason", row.Reason),
                ("@row", row.Row)
            );
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void Blank(int column)
    {
        Execute(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"""
                UPDATE "Rows" SET "Cells" = json_set("Cells", '$[{column}]', NULL)
                WHERE json_extract("Cells", '$[{column}]') IS NOT NULL;
                """
            )
        );
        EndRows();
    }

    public bool Forget(IReadOnlyCollection<string> userIds)
    {
        if (!SqliteImportTables.HasVerdicts(connection))
        {
            return false;
        }

        using var forget = connection.Command(
            null,
            """
            UPDATE "Rows" SET "Cells" = (SELECT json_group_array(NULL) FROM json_each("Rows"."Cells")),
                "Error" = NULL, "CellErrors" = NULL
            WHERE "Row" IN (
                SELECT "Row" FROM "Verdicts" WHERE "UserId" IN (SELECT value FROM json_each(@users)));
            UPDATE "Verdicts" SET "Reason" = NULL, "Errors" = NULL, "Changes" = NULL
            WHERE "UserId" IN (SELECT value FROM json_each(@users));
            """,
            ("@users", JsonSerializer.Serialize(userIds))
        );
        var isAny = forget.ExecuteNonQuery() > 0;
        // Also if a try before was interrupted: the rows may be in the write-ahead log yet.
        EndRows();
        return isAny;
    }

    public List<StagedRow> Read(int afterRow, int take)
    {
        using var command = connection.Command(
            _transaction,
            """
            SELECT "Row", "Cells", "Error", "CellErrors" FROM "Rows"
            WHERE "Row" > @after ORDER BY "Row" LIMIT @take
            """,
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

    public int ChunkEnd(int afterRow, int most)
    {
        // The plus keeps SQLite from the index on verdicts, in which the rows of a chunk are not together: each chunk
        // would read the entries of all rows. The same below.
        using var command = connection.Command(
            _transaction,
            """
            SELECT coalesce(
                (SELECT "Row" FROM "Verdicts" WHERE "Row" > @after AND +"Verdict" IN (0, 1)
                 ORDER BY "Row" LIMIT 1 OFFSET @most - 1),
                (SELECT max("Row") FROM "Rows"))
            """,
            ("@after", afterRow),
            ("@most", most)
        );
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public (List<PromisedRow> Rows, ImportCounts Others) ReadChunk(int afterRow, int toRow)
    {
        using var command = connection.Command(
            _transaction,
            """
            SELECT r."Row", r."Cells", v."Verdict", v."UserId"
            FROM "Verdicts" AS v JOIN "Rows" AS r ON r."Row" = v."Row"
            WHERE v."Row" > @after AND v."Row" <= @to AND +v."Verdict" IN (0, 1) ORDER BY v."Row"
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
            "WHERE \"Row\" > @after AND \"Row\" <= @to AND +\"Verdict\" IN (2, 3)",
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
