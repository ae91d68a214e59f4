using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using UserAdmin.Projections;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// The read model in one of two files of this program's shape. A rebuild fills the file that is not in use and marks it
/// complete. Of two complete files, the one with the higher generation is in use, so the commit of that one row is the
/// switch, in every process.
/// </summary>
internal sealed partial class SqliteReadStore : IReadStore, IDisposable
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(10);

    private readonly SqliteFiles _files;
    private readonly ProjectionCatalogue _projections;
    private readonly PooledDbContextFactory<ReadContext>[] _contexts;
    private volatile int _current;
    private volatile int _switches;

    // A lock shared with other processes that read the same file. A process that wants to build there must wait until
    // it is free.
    private FileStream? _reading;

    public SqliteReadStore(SqliteFiles files, ProjectionCatalogue projections)
    {
        _files = files;
        _projections = projections;
        _contexts =
        [
            .. files.Read.Select(read => new PooledDbContextFactory<ReadContext>(
                SqliteReadTables.Options(WithoutCreating(read)),
                poolSize: 256
            )),
        ];
    }

    private int Other => 1 - _current;

    public int Switches => _switches;

    /// <summary>The connection string of the read model in use.</summary>
    public string InUse => _files.Read[_current];

    public ReadContext CreateContext() => _contexts[_current].CreateDbContext();

    public ReadModelWriter OpenWriter() => Open(_current);

    public ReadModelWriter CreateCandidate()
    {
        var place = Other;
        using var alone = HoldAlone(place);
        Delete(place);
        var building = ReadModelFiles.Building(_files.ReadPaths[place]);
        SqliteReadTables.Create(ConnectionTo(building, place), building, isComplete: false);
        // Nobody reads the candidate and it need not survive a crash, so its pages are written once, without a journal,
        // and made durable at the end.
        return Writer(
            Connect(
                ConnectionTo(building, place),
                SqliteDeletion.Secure
                    + "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA "
                    + "temp_store = MEMORY;"
            ),
            place
        );
    }

    public ReadModelWriter MakeDurable(ReadModelWriter candidate)
    {
        var place = candidate.Place;
        var building = ReadModelFiles.Building(_files.ReadPaths[place]);
        candidate.Dispose();
        using (var file = new FileStream(building, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        using (var connection = new SqliteConnection(ConnectionTo(building, place)))
        {
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA journal_mode = WAL;";
            pragma.ExecuteNonQuery();
        }

        File.Move(building, _files.ReadPaths[place]);
        foreach (var file in ReadModelFiles.Of(building))
        {
            File.Delete(file);
        }

        return Open(place);
    }

    /// <summary>Deletes the read model that was in use before the last rebuild, if there is one.</summary>
    /// <returns>False if somebody reads it or builds the next one at the moment.</returns>
    public bool TryDeleteOther()
    {
        var place = Other;
        if (!ReadModelFiles.Of(_files.ReadPaths[place]).Any(File.Exists))
        {
            return true;
        }

        try
        {
            using var building = HoldCandidate();
            using var alone = new FileStream(
                _files.ReadPaths[place] + ".reading",
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            // A rebuild that has just ended may have made it the one in use.
            if (place == Other && NewestPlace() == _current)
            {
                Delete(place);
            }

            return true;
        }
        catch (Exception fault) when (fault is IOException or RebuildRunningException)
        {
            return false;
        }
    }

    public IDisposable HoldCandidate()
    {
        try
        {
            return new FileStream(
                _files.ReadPaths[0] + ".rebuild",
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException fault)
        {
            throw new RebuildRunningException(fault);
        }
    }

    public ReadModelWriter? OpenNewer() => NewestPlace() == _current ? null : Open(Other);

    public void Use(ReadModelWriter writer)
    {
        var before = _reading;
        _reading = HoldForReading(writer.Place);
        _current = writer.Place;
        _switches++;
        before?.Dispose();
    }

    public void Dispose() => _reading?.Dispose();

    /// <summary>Finds the read model in use, or creates one. Called once, at start.</summary>
    /// <param name="isLogEmpty">Whether the log is empty, so that a new read model is complete at once.</param>
    public void Prepare(bool isLogEmpty)
    {
        try
        {
            _current = NewestPlace();
            _reading = HoldForReading(_current);
            var path = _files.ReadPaths[_current];
            SqliteReadTables.Create(ConnectionTo(path, _current), path, isLogEmpty);
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, _files.ReadPaths[_current]);
        }
    }

    private void Delete(int place)
    {
        // The pool may still contain connections to the read model before the last one, which would keep reading a
        // deleted file.
        using (var connection = new SqliteConnection(WithoutCreating(_files.Read[place])))
        {
            SqliteConnection.ClearPool(connection);
        }

        foreach (var file in ReadModelFiles.Of(_files.ReadPaths[place]))
        {
            File.Delete(file);
        }
    }

    private FileStream HoldForReading(int place)
    {
        var path = _files.ReadPaths[place] + ".reading";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var started = Stopwatch.GetTimestamp(); ; Thread.Sleep(50))
        {
            try
            {
                // The first process creates the file. Opened read-only, it can be shared.
                using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite)) { }

                return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            }
            catch (IOException) when (File.Exists(path) && Stopwatch.GetElapsedTime(started) < _longestWait)
            {
                // Another process is building there at the moment; its read model is not used before it is complete.
            }
        }
    }

    private FileStream HoldAlone(int place)
    {
        var path = _files.ReadPaths[place] + ".reading";
        for (var started = Stopwatch.GetTimestamp(); ; Thread.Sleep(50))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException fault)
            {
                if (Stopwatch.GetElapsedTime(started) >= _longestWait)
                {
                    throw new RebuildRunningException(fault);
                }
            }
        }
    }

    // Whatever a power failure takes from the read model is read again from the log. If a backlog fills the WAL faster
    // than the other thread copies it, a commit that finds more than 128 MB copies the rest.
    private ReadModelWriter Open(int place)
    {
        var connection = Connect(
            ConnectionTo(_files.ReadPaths[place], place),
            SqliteDeletion.Secure
                + "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 32000; PRAGMA cache_size = -16384; "
                + "PRAGMA temp_store = MEMORY;"
        );
        SqliteWalCheckpoints.Watch(connection);
        return Writer(connection, place);
    }

    private ReadModelWriter Writer(SqliteConnection connection, int place)
    {
        using var context = _contexts[place].CreateDbContext();
        IModel model = context.Model;
        return new ReadModelWriter(connection, model, _projections, place, SqliteErrors.IsOfTheValue);
    }

    private static SqliteConnection Connect(string connectionString, string pragmas)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of two constants.
        command.CommandText = pragmas;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return connection;
    }

    private string ConnectionTo(string path, int place) =>
        new SqliteConnectionStringBuilder(_files.Read[place]) { DataSource = path, Pooling = false }.ConnectionString;

    // A late reader must not create an empty file where the next read model will be placed.
    private static string WithoutCreating(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.Mode == SqliteOpenMode.ReadWriteCreate)
        {
            builder.Mode = SqliteOpenMode.ReadWrite;
        }

        return builder.ConnectionString;
    }
}
