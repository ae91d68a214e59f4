using System.Data.Common;
using System.Text.Json;
using UserAdmin.Audit;
using UserAdmin.EventLog;
using UserAdmin.Imports;
using UserAdmin.Messaging;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStagedRows(DbConnection connection) : IStagedRows
{
    public List<string?[]> First(int take)
    {
        using var command = connection.Command(
            null,
            """SELECT "Cells" FROM "Rows" ORDER BY "Row" LIMIT @take""",
            ("@take", take)
        );
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            rows.Add(JsonSerializer.Deserialize<string?[]>(reader.GetString(0))!);
        }

        return rows;
    }

    public bool Has(int row)
    {
        using var command = connection.Command(null, """SELECT 1 FROM "Rows" WHERE "Row" = @row""", ("@row", row));
        return command.ExecuteScalar() is not null;
    }

    public bool AreJudged()
    {
        using var command = connection.Command(
            null,
            """SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'VerdictRows')"""
        );
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) == 1;
    }

    public List<VerdictRow> List(ImportVerdict? verdict, string? code, bool holdersOnly, int skip, int take)
    {
        // The page is found with the index alone; then only its rows are read.
        using var command = connection.Command(
            null,
            $"""
            SELECT v."Row", r."Cells", v."Verdict", v."UserId", v."Reason", v."Errors", v."Changes", v."Holds"
            FROM (SELECT "Row" FROM "Verdicts" {Where(
                verdict,
                code,
                holdersOnly
            )} ORDER BY "Holds" DESC, "Row" LIMIT @take OFFSET @skip) AS page
            JOIN "Verdicts" AS v ON v."Row" = page."Row" JOIN "Rows" AS r ON r."Row" = page."Row"
            ORDER BY v."Holds" DESC, page."Row"
            """,
            ("@verdict", (int?)verdict),
            ("@code", code),
            ("@take", take),
            ("@skip", skip)
        );
        using var reader = command.ExecuteReader();
        var rows = new List<VerdictRow>();
        while (reader.Read())
        {
            rows.Add(
                new VerdictRow(
                    reader.GetInt32(0),
                    JsonSerializer.Deserialize<string?[]>(reader.GetString(1))!,
                    (ImportVerdict)reader.GetInt32(2),
                    Text(reader, 3),
                    Text(reader, 4),
                    Text(reader, 5) is { } errors ? JsonSerializer.Deserialize<Error[]>(errors)! : [],
                    Text(reader, 6) is { } changes ? JsonSerializer.Deserialize<FieldChange[]>(changes)! : [],
                    reader.GetInt32(7) == 1
                )
            );
        }

        return rows;
    }

    public int Count(ImportVerdict? verdict, string? code, bool holdersOnly = false)
    {
        using var command = connection.Command(
            null,
            $"SELECT count(*) FROM \"Verdicts\" {Where(verdict, code, holdersOnly)}",
            ("@verdict", (int?)verdict),
            ("@code", code)
        );
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public List<(string Code, string Reason, Error? First, int Count)> Reasons()
    {
        using var command = connection.Command(
            null,
            """
            SELECT groups."Code", v."Reason", v."Errors", groups."Count"
            FROM (
                SELECT "Code", count(*) AS "Count", min("Row") AS "First" FROM "Verdicts"
                WHERE "Code" IS NOT NULL GROUP BY "Code") AS groups
            JOIN "Verdicts" AS v ON v."Row" = groups."First" ORDER BY groups."Count" DESC, groups."Code"
            """
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
                    reader.GetInt32(3)
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
            SELECT json_extract(r."Cells", '$[' || @column || ']') AS "Value", count(*) AS "Count"
            FROM "Verdicts" AS v JOIN "Rows" AS r ON r."Row" = v."Row"
            WHERE v."Code" = @code GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT @most
            """,
            ("@column", column),
            ("@code", code),
            ("@most", most)
        );
        using var reader = command.ExecuteReader();
        var values = new List<(string?, int)>();
        while (reader.Read())
        {
            values.Add((Text(reader, 0), reader.GetInt32(1)));
        }

        return values;
    }

    public IEnumerable<(string?[] Cells, string? Reason)> Refused()
    {
        using var command = connection.Command(
            null,
            """
            SELECT r."Cells", v."Reason" FROM "Verdicts" AS v JOIN "Rows" AS r ON r."Row" = v."Row"
            WHERE v."Verdict" = 3 ORDER BY v."Row"
            """
        );
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (JsonSerializer.Deserialize<string?[]>(reader.GetString(0))!, Text(reader, 1));
        }
    }

    public void Dispose() => connection.Dispose();

    private static string Where(ImportVerdict? verdict, string? code, bool holdersOnly)
    {
        string?[] parts =
        [
            verdict is null ? null : "\"Verdict\" = @verdict",
            code is null ? null : "\"Code\" = @code",
            holdersOnly ? "\"Holds\" = 1" : null,
        ];
        var given = parts.OfType<string>().ToList();
        return given.Count == 0 ? "" : $"WHERE {string.Join(" AND ", given)}";
    }

    private static string? Text(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
