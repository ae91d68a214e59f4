using Npgsql;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// All moments are those of the server, so that nodes whose clocks differ agree on who is silent. The table is
/// unlogged: nobody waits for a disk, and after a crash of the server each node reports again.
/// </remarks>
internal sealed class PostgreSqlNodeRegister(PostgreSqlServer server) : INodeRegister
{
    // A node reports every two seconds.
    private const string Silence = "interval '10 seconds'";
    private const string Forgotten = "interval '10 minutes'";

    private const string Report = $"""
        INSERT INTO "Nodes" AS n (
            "Id", "Machine", "ProcessId", "Version", "StartedAt", "ReadPosition", "IsLeader", "SeenAt"
        )
        VALUES (@id, @machine, @process, @version, now(), @position, @leader, now())
        ON CONFLICT ("Id") DO UPDATE
            SET "ReadPosition" = EXCLUDED."ReadPosition", "IsLeader" = EXCLUDED."IsLeader", "SeenAt" = now();
        DELETE FROM "Nodes" WHERE "SeenAt" < now() - {Forgotten}
        """;

    public Task ReportAsync(Node node, CancellationToken cancellationToken) =>
        ExecuteAsync(
            Report,
            cancellationToken,
            ("@id", node.Id),
            ("@machine", node.Machine),
            ("@process", node.ProcessId),
            ("@version", node.Version),
            ("@position", node.ReadPosition),
            ("@leader", node.IsLeader)
        );

    public Task RemoveAsync(string nodeId, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM \"Nodes\" WHERE \"Id\" = @id", cancellationToken, ("@id", nodeId));

    public async Task<IReadOnlyList<Node>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var read = connection.Command(
            null,
            $"""
            SELECT "Id", "Machine", "ProcessId", "Version", "StartedAt", "ReadPosition", "IsLeader", "SeenAt",
                "SeenAt" < now() - {Silence}
            FROM "Nodes" ORDER BY "Machine", "StartedAt", "Id"
            """
        );
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        var nodes = new List<Node>();
        while (await reader.ReadAsync(cancellationToken))
        {
            nodes.Add(
                new Node(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetInt32(2),
                    reader.GetString(3),
                    await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken),
                    reader.GetInt64(5),
                    // A node that was killed cannot take this back; whoever leads now reports it.
                    reader.GetBoolean(6) && !reader.GetBoolean(8),
                    await reader.GetFieldValueAsync<DateTimeOffset>(7, cancellationToken),
                    reader.GetBoolean(8)
                )
            );
        }

        return nodes;
    }

    private async Task ExecuteAsync(
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] values
    )
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.Command(null, sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
