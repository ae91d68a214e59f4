using Microsoft.Data.Sqlite;

namespace UserAdmin.Benchmarks.Raw;

/// <summary>One user by id as a raw statement.</summary>
internal sealed class RawUser : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _byId;

    /// <param name="connection">To the read model; this object's own from now on.</param>
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
