using System.Globalization;
using Npgsql;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlNumberKeys(PostgreSqlServer server, DatabaseLayout layout) : INumberKeys
{
    public async Task<IReadOnlyList<string>> TakeAsync(
        IdentityTableKind kind,
        int count,
        CancellationToken cancellationToken
    )
    {
        var (schema, table, column) = layout.Shape!.Find(kind) is { } found
            ? (found.Schema ?? "public", found.Name, found.Columns["Id"])
            : (PostgreSqlServer.Schema, $"AspNet{kind}", "Id");
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var take = connection.Command(
            null,
            // Without a sequence of the column, the highest number and one more.
            "SELECT CASE WHEN s.name IS NULL THEN h.highest + i ELSE nextval(s.name) END "
                + "FROM (SELECT pg_get_serial_sequence(@table, @column)::regclass AS name) s, "
                + $"(SELECT COALESCE(MAX(\"{column}\"), 0)::bigint AS highest FROM \"{schema}\".\"{table}\") h, "
                + "generate_series(1, @count) i",
            ("@table", $"\"{schema}\".\"{table}\""),
            ("@column", column),
            ("@count", count)
        );
        await using var reader = await take.ExecuteReaderAsync(cancellationToken);
        var numbers = new List<string>(count);
        while (await reader.ReadAsync(cancellationToken))
        {
            numbers.Add(reader.GetInt64(0).ToString(CultureInfo.InvariantCulture));
        }

        return numbers;
    }
}
