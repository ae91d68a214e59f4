using Microsoft.Data.Sqlite;

namespace UserAdmin.Benchmarks.Raw;

/// <summary>Reads one user by id with a raw statement.</summary>
internal sealed class RawUser : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _byId;

    /// <param name="connection">Connection to the read model; owned by this object.</param>
    public RawUser(SqliteConnection connection)
    {
        _connection = connection;
        _byId = connection.Statement("SELECT * FROM \"Users\" WHERE \"Id\" = @id", "@id");
    }

    public object[]? Get(string id) => _byId.With(id).Rows() is [var row] ? row : null;

    public void Dispose()
    {
        _byId.Dispose();
        _connection.Dispose();
    }
}
