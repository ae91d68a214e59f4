using System.Globalization;
using System.Text.Json;
using Npgsql;
using UserAdmin.Imports;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// Rows and verdicts are copied in blocks: one by one, each would cost a round trip. Reading a file and judging its
/// rows are attempts with a number, so that a node that was paused meanwhile does not add to what the next leader
/// writes.
/// </remarks>
internal sealed class PostgreSqlImportStage(NpgsqlConnection connection, string importId) : IImportStage
{
    private const int BlockSize = 2000;

    private readonly List<StagedRow> _rows = [];
    private readonly List<(int Row, Judged Judged)> _verdicts = [];

    private int _attempt;

    public long RowBytes { get; private set; }

    public void BeginRows()
    {
        _attempt = Begin(
            """
            INSERT INTO "ImportStages" AS s ("ImportId", "HasRows", "Attempt") VALUES (@id, true, 1)
            ON CONFLICT ("ImportId") DO UPDATE SET "HasRows" = true, "IsJudged" = false, "RowBytes" = 0,
                "ChangedAt" = now(), "Attempt" = s."Attempt" + 1
            RETURNING "Attempt"
            """
        );
        Execute(
            """
            DELETE FROM "ImportVerdicts" WHERE "ImportId" = @id;
            DELETE FROM "ImportRows" WHERE "ImportId" = @id;
            """
        );
    }

    public void BeginVerdicts()
    {
        _attempt = Begin(
            """
            UPDATE "ImportStages" SET "IsJudged" = false, "ChangedAt" = now(), "Attempt" = "Attempt" + 1
            WHERE "ImportId" = @id RETURNING "Attempt"
            """
        );
        Execute("DELETE FROM \"ImportVerdicts\" WHERE \"ImportId\" = @id");
    }

    public void EndVerdicts()
    {
        Commit();
        End("\"IsJudged\" = true");
    }

    public void EndRows()
    {
        Commit();
        End(string.Create(CultureInfo.InvariantCulture, $"\"RowBytes\" = {RowBytes}"));
    }

    public void Add(StagedRow row)
    {
        _rows.Add(row);
        // As in the file of an import on SQLite.
        RowBytes +=
            PostgreSqlImportBlocks.Cells(row.Cells).Length
            + (PostgreSqlImportBlocks.Errors(row.CellErrors)?.Length ?? 0);
        if (_rows.Count == BlockSize)
        {
            Commit();
        }
    }

    public void Add(int row, Judged judged)
    {
        _verdicts.Add((row, judged));
        if (_verdicts.Count == BlockSize)
        {
            Commit();
        }
    }

    public void Replace(StagedRow row) =>
        Execute(
            """
            UPDATE "ImportRows" SET "Cells" = @cells, "CellErrors" = nullif(@errors, '')
            WHERE "ImportId" = @id AND "Row" = @row AND EXISTS (
                SELECT FROM "ImportStages" WHERE "ImportId" = @id AND "Attempt" = @attempt)
            """,
            ("@cells", PostgreSqlImportBlocks.Cells(row.Cells)),
            ("@errors", PostgreSqlImportBlocks.Errors(row.CellErrors) ?? ""),
            ("@row", row.Number),
            ("@attempt", _attempt)
        );

    public void Upgrade()
    {
        // The tables are the migrations' work.
    }

    public void Commit()
    {
        if (_rows.Count + _verdicts.Count > 0)
        {
            PostgreSqlImportBlocks.Copy(connection, importId, _attempt, _rows, _verdicts);
            _rows.Clear();
            _verdicts.Clear();
        }
    }

    public void Note(IReadOnlyList<ImportedOtherwise> rows) =>
        Execute(
            """
            UPDATE "ImportVerdicts" AS v
            SET "Verdict" = n.verdict, "Code" = n.code, "Reason" = n.reason, "Errors" = NULL
            FROM unnest(@rows, @verdicts, @codes, @reasons) AS n (row, verdict, code, reason)
            WHERE v."ImportId" = @id AND v."Row" = n.row
            """,
            ("@rows", rows.Select(row => row.Row).ToArray()),
            ("@verdicts", rows.Select(row => (int)row.Verdict).ToArray()),
            ("@codes", rows.Select(row => row.Code).ToArray()),
            ("@reasons", rows.Select(row => PostgreSqlText.Storable(row.Reason)).ToArray())
        );

    public void Blank(int column)
    {
        for (var after = 0; Read(after, BlockSize) is { Count: > 0 } rows; after = rows[^1].Number)
        {
            var changed = rows.Where(row => row.Cells[column] is not null).ToList();
            changed.ForEach(row => row.Cells[column] = null);
            Execute(
                """
                UPDATE "ImportRows" AS r SET "Cells" = n.cells FROM unnest(@rows, @cells) AS n (row, cells)
                WHERE r."ImportId" = @id AND r."Row" = n.row
                """,
                ("@rows", changed.Select(row => row.Number).ToArray()),
                ("@cells", changed.Select(row => PostgreSqlImportBlocks.Cells(row.Cells)).ToArray())
            );
        }
    }

    public bool Forget(IReadOnlyCollection<string> userIds)
    {
        using var forget = connection.Command(
            null,
            """
            WITH them AS (
                UPDATE "ImportVerdicts" SET "Reason" = NULL, "Errors" = NULL, "Changes" = NULL
                WHERE "ImportId" = @id AND "UserId" = ANY (@users) RETURNING "Row")
            UPDATE "ImportRows" AS r SET "Error" = NULL, "CellErrors" = NULL, "Cells" = (
                SELECT COALESCE(json_agg(NULL::text)::text, '[]') FROM json_array_elements(r."Cells"::json))
            FROM them WHERE r."ImportId" = @id AND r."Row" = them."Row"
            """,
            ("@id", importId),
            ("@users", userIds.ToArray())
        );
        return forget.ExecuteNonQuery() > 0;
    }

    public List<StagedRow> Read(int afterRow, int take)
    {
        using var command = connection.Command(
            null,
            """
            SELECT "Row", "Cells", "Error", "CellErrors" FROM "ImportRows"
            WHERE "ImportId" = @id AND "Row" > @after ORDER BY "Row" LIMIT @take
            """,
            ("@id", importId),
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
        using var command = connection.Command(
            null,
            """
            SELECT coalesce(
                (SELECT "Row" FROM "ImportVerdicts" WHERE "ImportId" = @id AND "Row" > @after AND "Verdict" IN (0, 1)
                 ORDER BY "Row" LIMIT 1 OFFSET @most - 1),
                (SELECT max("Row") FROM "ImportRows" WHERE "ImportId" = @id))
            """,
            ("@id", importId),
            ("@after", afterRow),
            ("@most", most)
        );
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public (List<PromisedRow> Rows, ImportCounts Others) ReadChunk(int afterRow, int toRow)
    {
        using var command = connection.Command(
            null,
            """
            SELECT "Row", r."Cells", v."Verdict", v."UserId"
            FROM "ImportVerdicts" AS v JOIN "ImportRows" AS r USING ("ImportId", "Row")
            WHERE "ImportId" = @id AND "Row" > @after AND "Row" <= @to ORDER BY "Row"
            """,
            ("@id", importId),
            ("@after", afterRow),
            ("@to", toRow)
        );
        using var reader = command.ExecuteReader();
        var (rows, others) = (new List<PromisedRow>(), ImportCounts.None);
        while (reader.Read())
        {
            var verdict = (ImportVerdict)reader.GetInt32(2);
            if (verdict is ImportVerdict.Unchanged or ImportVerdict.Refused)
            {
                others = others.With(verdict);
            }
            else
            {
                rows.Add(
                    new PromisedRow(
                        reader.GetInt32(0),
                        JsonSerializer.Deserialize<string?[]>(reader.GetString(1))!,
                        verdict,
                        reader.GetString(3)
                    )
                );
            }
        }

        return (rows, others);
    }

    public void Dispose() => connection.Dispose();

    // Of another attempt nothing is left; of none, because the import was deleted meanwhile, there is nobody to tell.
    private int Begin(string sql)
    {
        using var command = connection.Command(null, sql, ("@id", importId));
        return command.ExecuteScalar() is int attempt ? attempt : 0;
    }

    private void End(string change)
    {
        using var end = connection.Command(
            null,
            $"""
            UPDATE "ImportStages" SET {change}, "ChangedAt" = now() WHERE "ImportId" = @id AND "Attempt" = @attempt
            """,
            ("@id", importId),
            ("@attempt", _attempt)
        );
        using var look = connection.Command(
            null,
            "SELECT true FROM \"ImportStages\" WHERE \"ImportId\" = @id",
            ("@id", importId)
        );
        if (end.ExecuteNonQuery() == 0 && look.ExecuteScalar() is true)
        {
            throw new InvalidOperationException($"Another node works on the import {importId}.");
        }
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(null, sql, [("@id", importId), .. values]);
        command.ExecuteNonQuery();
    }
}
