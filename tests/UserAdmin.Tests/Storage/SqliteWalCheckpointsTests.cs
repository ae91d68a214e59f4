using Microsoft.Data.Sqlite;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Storage;

/// <summary>The WAL of the read model is copied into its file without a commit that waits for it.</summary>
public sealed class SqliteWalCheckpointsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    private string File => Path.Combine(_folder, "read.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Wal_OfMorePagesThanTheFirst_IsCopiedByAnotherThread()
    {
        using var connection = Open();
        SqliteWalCheckpoints.Watch(connection);

        Write(connection, SqliteWalCheckpoints.FirstPages);
        // A commit counts the pages of those before it.
        Write(connection, 1);

        await TestHost.UntilAsync(
            () => new FileInfo(File).Length > SqliteWalCheckpoints.FirstPages * 4096L,
            "the pages are in the file"
        );
    }

    [Fact]
    public void Wal_OfFewPages_IsNotCopied()
    {
        using var connection = Open();
        SqliteWalCheckpoints.Watch(connection);

        Write(connection, 100);
        Write(connection, 1);

        new FileInfo(File).Length.ShouldBeLessThan(100 * 4096);
    }

    [Fact]
    public void Connection_ClosedWhileItsWalIsCopied_WaitsForTheCopy()
    {
        var connection = Open();
        SqliteWalCheckpoints.Watch(connection);
        Write(connection, SqliteWalCheckpoints.FirstPages);
        Write(connection, 1);

        connection.Dispose();

        // SQLite deletes the WAL when the last connection is closed.
        System.IO.File.Exists(File + "-wal").ShouldBeFalse();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        Execute(
            connection,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0; "
                + "CREATE TABLE Blobs (Value BLOB);"
        );
        return connection;
    }

    private static void Write(SqliteConnection connection, int pages) =>
        Execute(connection, $"INSERT INTO Blobs VALUES (zeroblob({pages * 4096}))");

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
