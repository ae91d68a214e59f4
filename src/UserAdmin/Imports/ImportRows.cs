using System.Data.Common;
using System.Text.Json;
using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Imports;

/// <summary>A row with its verdict, as it lies on disk.</summary>
internal sealed record VerdictRow(
    int Row, string?[] Cells, ImportVerdict Verdict, string? UserId, string? Reason, IReadOnlyList<Error> Errors, IReadOnlyList<FieldChange> Changes);

/// <summary>Reads the staged rows of an import for the screen.</summary>
internal sealed class ImportRows(DbConnection connection) : IDisposable
{
    /// <summary>The first rows of the file.</summary>
    public List<string?[]> First(int take)
    {
        using var command = connection.Command(null, """SELECT "Cells" FROM "Rows" ORDER BY "Row" LIMIT @take""", ("@take", take));
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            rows.Add(JsonSerializer.Deserialize<string?[]>(reader.GetString(0))!);
        }

        return rows;
    }

    /// <summary>Whether every row has a verdict, so that they can be listed.</summary>
    public bool AreJudged()
    {
        using var command = connection.Command(null, """SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'VerdictRows')""");
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) == 1;
    }

    /// <summary>A page of rows with their verdicts, in the file's order.</summary>
    public List<VerdictRow> List(ImportVerdict? verdict, string? code, int skip, int take)
    {
        // The page is found in an index alone; only its rows are then read.
        using var command = connection.Command(
            null,
            $"""
            SELECT v."Row", r."Cells", v."Verdict", v."UserId", v."Reason", v."Errors", v."Changes"
            FROM (SELECT "Row" FROM "Verdicts" {Where(verdict, code)} ORDER BY "Row" LIMIT @take OFFSET @skip) AS page
            JOIN "Verdicts" AS v ON v."Row" = page."Row" JOIN "Rows" AS r ON r."Row" = page."Row" ORDER BY page."Row"
            """,
            ("@verdict", (int?)verdict), ("@code", code), ("@take", take), ("@skip", skip));
        using var reader = command.ExecuteReader();
        var rows = new List<VerdictRow>();
        while (reader.Read())
        {
            rows.Add(new VerdictRow(
                reader.GetInt32(0), JsonSerializer.Deserialize<string?[]>(reader.GetString(1))!, (ImportVerdict)reader.GetInt32(2), Text(reader, 3), Text(reader, 4),
                Text(reader, 5) is { } errors ? JsonSerializer.Deserialize<Error[]>(errors)! : [],
                Text(reader, 6) is { } changes ? JsonSerializer.Deserialize<FieldChange[]>(changes)! : []));
        }

        return rows;
    }

    /// <summary>How many rows there are of the kind.</summary>
    public int Count(ImportVerdict? verdict, string? code)
    {
        using var command = connection.Command(null, $"SELECT count(*) FROM \"Verdicts\" {Where(verdict, code)}", ("@verdict", (int?)verdict), ("@code", code));
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Why rows are refused, the most frequent first; each with the reason of the first row that has it.</summary>
    public List<(string Code, string Reason, int Count)> Reasons()
    {
        using var command = connection.Command(
            null,
            """
            SELECT groups."Code", v."Reason", groups."Count"
            FROM (SELECT "Code", count(*) AS "Count", min("Row") AS "First" FROM "Verdicts" WHERE "Code" IS NOT NULL GROUP BY "Code") AS groups
            JOIN "Verdicts" AS v ON v."Row" = groups."First" ORDER BY groups."Count" DESC, groups."Code"
            """);
        using var reader = command.ExecuteReader();
        var reasons = new List<(string, string, int)>();
        while (reader.Read())
        {
            reasons.Add((reader.GetString(0), reader.GetString(1), reader.GetInt32(2)));
        }

        return reasons;
    }

    /// <summary>All refused rows, streamed.</summary>
    public IEnumerable<(string?[] Cells, string? Reason)> Refused()
    {
        using var command = connection.Command(
            null, """SELECT r."Cells", v."Reason" FROM "Verdicts" AS v JOIN "Rows" AS r ON r."Row" = v."Row" WHERE v."Verdict" = 3 ORDER BY v."Row" """);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (JsonSerializer.Deserialize<string?[]>(reader.GetString(0))!, Text(reader, 1));
        }
    }

    public void Dispose() => connection.Dispose();

    private static string Where(ImportVerdict? verdict, string? code) => (verdict, code) switch
    {
        (null, null) => "",
        (_, null) => "WHERE \"Verdict\" = @verdict",
        (null, _) => "WHERE \"Code\" = @code",
        _ => "WHERE \"Verdict\" = @verdict AND \"Code\" = @code",
    };

    private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
