using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using UserAdmin.Audit;
using UserAdmin.EventLog;
using UserAdmin.Imports;
using UserAdmin.Messaging;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlStagedRows(NpgsqlConnection connection, string importId) : IStagedRows
{
    public List<string?[]> First(int take)
    {
        using var command = connection.Command(
            null,
            "SELECT \"Cells\" FROM \"ImportRows\" WHERE \"ImportId\" = @id ORDER BY \"Row\" LIMIT @take",
            ("@id", importId),
            ("@take", take)
        );
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            rows.Add(Cells(reader, 0));
        }

        return rows;
    }

    public bool Has(int row)
    {
        using var command = connection.Command(
            null,
            "SELECT true FROM \"ImportRows\" WHERE \"ImportId\" = @id AND \"Row\" = @row",
            ("@id", importId),
            ("@row", row)
        );
        return command.ExecuteScalar() is true;
    }

    public bool AreJudged()
    {
        using var command = connection.Command(
            null,
            "SELECT \"IsJudged\" FROM \"ImportStages\" WHERE \"ImportId\" = @id",
            ("@id", importId)
        );
        return command.ExecuteScalar() is true;
    }

    public List<VerdictRow> List(ImportVerdict? verdict, string? code, bool holdersOnly, int skip, int take)
    {
        // The page is found with the index alone; then only its rows are read.
        using var command = connection.Command(
            null,
            $"""
            SELECT v."Row", r."Cells", v."Verdict", v."UserId", v."Reason", v."Errors", v."Changes", v."Holds"
            FROM (SELECT "Row" FROM "ImportVerdicts" {Where(
                verdict,
                code,
                holdersOnly
            )} ORDER BY "Holds" DESC, "Row" LIMIT @take OFFSET @skip) AS page
            JOIN "ImportVerdicts" AS v ON v."ImportId" = @id AND v."Row" = page."Row"
            JOIN "ImportRows" AS r ON r."ImportId" = @id AND r."Row" = page."Row"
            ORDER BY v."Holds" DESC, page."Row"
            """,
            [("@id", importId), ("@take", take), ("@skip", skip), .. Values(verdict, code)]
        );
        using var reader = command.ExecuteReader();
        var rows = new List<VerdictRow>();
        while (reader.Read())
        {
            rows.Add(
                new VerdictRow(
                    reader.GetInt32(0),
                    Cells(reader, 1),
                    (ImportVerdict)reader.GetInt32(2),
                    Text(reader, 3),
                    Text(reader, 4),
                    Text(reader, 5) is { } errors ? JsonSerializer.Deserialize<Error[]>(errors)! : [],
                    Text(reader, 6) is { } changes ? JsonSerializer.Deserialize<FieldChange[]>(changes)! : [],
                    reader.GetBoolean(7)
                )
            );
        }

        return rows;
    }

    public int Count(ImportVerdict? verdict, string? code, bool holdersOnly = false)
    {
        using var command = connection.Command(
            null,
            $"SELECT count(*) FROM \"ImportVerdicts\" {Where(verdict, code, holdersOnly)}",
            [("@id", importId), .. Values(verdict, code)]
        );
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public List<(string Code, string Reason, Error? First, int Count)> Reasons()
    {
        using var command = connection.Command(
            null,
            """
            SELECT groups."Code", v."Reason", v."Errors", groups."Count"
            FROM (
                SELECT "Code", count(*) AS "Count", min("Row") AS "First" FROM "ImportVerdicts"
                WHERE "ImportId" = @id AND "Code" IS NOT NULL GROUP BY "Code") AS groups
            JOIN "ImportVerdicts" AS v ON v."ImportId" = @id AND v."Row" = groups."First"
            ORDER BY groups."Count" DESC, groups."Code"
            """,
            ("@id", importId)
        );
        using var reader = command.ExecuteReader();
        var reasons = new List<(string, string, Error?, int)>();
        while (reader.Read())
        {
            reasons.Add(
                (
                    reader.GetString(0),
                    reader.GetString(1),
                    Text(reader, 2) is { } errors ? JsonSerializer.Deserialize<Error[]>(errors)![0] : null,
                    (int)reader.GetInt64(3)
                )
            );
        }

        return reasons;
    }

    public List<(string? Value, int Count)> RefusedValues(string code, int column, int most)
    {
        using var command = connection.Command(
            null,
            """
            SELECT "Value", "Count"
            FROM (
                SELECT r."Cells"::json ->> @column AS "Value", count(*) AS "Count"
                FROM "ImportVerdicts" AS v JOIN "ImportRows" AS r USING ("ImportId", "Row")
                WHERE "ImportId" = @id AND v."Code" = @code GROUP BY 1) AS counted
            ORDER BY "Count" DESC, "Value" COLLATE "C" NULLS FIRST LIMIT @most
            """,
            ("@id", importId),
            ("@column", column),
            ("@code", code),
            ("@most", most)
        );
        using var reader = command.ExecuteReader();
        var values = new List<(string?, int)>();
        while (reader.Read())
        {
            values.Add((Text(reader, 0), (int)reader.GetInt64(1)));
        }

        return values;
    }

    public IEnumerable<(string?[] Cells, string? Reason)> Refused()
    {
        using var command = connection.Command(
            null,
            """
            SELECT r."Cells", v."Reason" FROM "ImportVerdicts" AS v JOIN "ImportRows" AS r USING ("ImportId", "Row")
            WHERE "ImportId" = @id AND v."Verdict" = 3 ORDER BY "Row"
            """,
            ("@id", importId)
        );
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (Cells(reader, 0), Text(reader, 1));
        }
    }

    public void Dispose() => connection.Dispose();

    private static string Where(ImportVerdict? verdict, string? code, bool holdersOnly) =>
        string.Join(
            " AND ",
            new[]
            {
                "WHERE \"ImportId\" = @id",
                verdict is null ? null : "\"Verdict\" = @verdict",
                code is null ? null : "\"Code\" = @code",
                holdersOnly ? "\"Holds\"" : null,
            }.OfType<string>()
        );

    // Only those that the statement names: the server cannot tell the type of NULL.
    private static IEnumerable<(string Name, object? Value)> Values(ImportVerdict? verdict, string? code)
    {
        if (verdict is { } kind)
        {
            yield return ("@verdict", (int)kind);
        }

        if (code is not null)
        {
            yield return ("@code", code);
        }
    }

    private static string?[] Cells(DbDataReader reader, int ordinal) =>
        JsonSerializer.Deserialize<string?[]>(reader.GetString(ordinal))!;

    private static string? Text(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
