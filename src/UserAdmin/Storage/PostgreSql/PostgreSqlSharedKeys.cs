using Npgsql;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlSharedKeys(PostgreSqlServer server) : ISharedKeys
{
    /// <summary>The key of the advisory lock of whoever may create a key: "UserAdmK" in ASCII.</summary>
    private const long CreationLock = 0x5573_6572_4164_6D4B;

    public IReadOnlyList<string> Read() => [.. Named().Select(key => key.Xml)];

    /// <summary>Returns all keys with their names, the oldest first.</summary>
    public IReadOnlyList<(string Name, string Xml)> Named()
    {
        using var connection = Open();
        using var read = connection.Command(
            null,
            "SELECT \"Name\", \"Xml\" FROM \"DataProtectionKeys\" ORDER BY \"AddedAt\""
        );
        using var reader = read.ExecuteReader();
        var keys = new List<(string, string)>();
        while (reader.Read())
        {
            keys.Add((reader.GetString(0), reader.GetString(1)));
        }

        return keys;
    }

    public void Add(string name, string xml)
    {
        using var connection = Open();
        using var add = connection.Command(
            null,
            "INSERT INTO \"DataProtectionKeys\" (\"Name\", \"Xml\") VALUES (@name, @xml) ON CONFLICT DO NOTHING",
            ("@name", name),
            ("@xml", xml)
        );
        add.ExecuteNonQuery();
    }

    public IDisposable TakeTurn()
    {
        // The lock ends with the connection.
        var connection = new NpgsqlConnection(server.Unpooled);
        try
        {
            connection.Open();
            using var take = connection.Command(
                null,
                FormattableString.Invariant($"SELECT pg_advisory_lock({CreationLock})")
            );
            take.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        connection.Open();
        return connection;
    }
}
