using System.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Copies the pages of a long WAL into the database file on another thread. By itself SQLite does this within the
/// commit that reaches the limit, where it takes as long as writing the WAL, and waits for the disk.
/// </summary>
internal sealed class SqliteWalCheckpoints
{
    /// <summary>
    /// The number of pages (32 MB) after which copying begins. It is large because the same index pages keep changing,
    /// and each checkpoint writes them once more.
    /// </summary>
    internal const int FirstPages = 8000;

    /// <summary>
    /// The number of pages after which copying goes on, while the WAL has grown during the last time. SQLite begins the
    /// WAL anew only when all of it is copied, so the rest that a commit has to copy must become small.
    /// </summary>
    internal const int MorePages = 1000;

    private readonly SqliteConnection _writer;
    private int _written;
    private volatile int _enough = FirstPages;
    private Thread? _copying;

    private SqliteWalCheckpoints(SqliteConnection writer) => _writer = writer;

    /// <summary>Watches the WAL of a writer until its connection is closed.</summary>
    /// <param name="writer">An open connection, the only one that writes to the file.</param>
    public static void Watch(SqliteConnection writer)
    {
        var checkpoints = new SqliteWalCheckpoints(writer);
        raw.sqlite3_commit_hook(writer.Handle!, _ => checkpoints.Committing(), null);
        writer.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Closed)
            {
                checkpoints._copying?.Join();
            }
        };
    }

    // Called before the commit, so its own pages count with the next one.
    private int Committing()
    {
        raw.sqlite3_db_status(_writer.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1);
        _written += pages;
        if (_written >= _enough && _copying is not { IsAlive: true })
        {
            _written = 0;
            // Not a pool thread: this one waits for the disk.
            _copying = new Thread(Copy) { IsBackground = true, Name = "WAL copies" };
            _copying.Start();
        }

        return 0;
    }

    private void Copy()
    {
        try
        {
            using var connection = new SqliteConnection(_writer.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = NORMAL; PRAGMA wal_checkpoint(PASSIVE);";
            using var reader = command.ExecuteReader();
            reader.Read();
            _enough = reader.GetInt32(1) == reader.GetInt32(2) ? FirstPages : MorePages;
        }
#pragma warning disable CA1031 // An exception on this thread would end the program.
        catch (Exception)
#pragma warning restore CA1031
        {
            // A commit meets the same problem when the WAL reaches its limit, and reports it.
        }
    }
}
