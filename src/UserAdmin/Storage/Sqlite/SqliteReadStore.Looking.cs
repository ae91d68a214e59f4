using Microsoft.Data.Sqlite;
using UserAdmin.Projections;

namespace UserAdmin.Storage.Sqlite;

// The part that inspects the files without opening them for use.
internal sealed partial class SqliteReadStore
{
    public Checkpoint? FindCheckpoint() =>
        _files
            .ReadPaths.Where(File.Exists)
            .Select(ReadCheckpoint)
            .OfType<Checkpoint>()
            .Where(checkpoint => checkpoint.IsComplete)
            .MaxBy(checkpoint => checkpoint.Generation)
        ?? FindPredecessor();

    public Checkpoint? FindPredecessor() => OtherReadModels.FindLatest(_files);

    /// <summary>
    /// Returns the file of the read model in use or, before <see cref="Prepare"/>, of the newest complete one. Null if
    /// none can be read.
    /// </summary>
    public string? PathInUse()
    {
        if (_reading is not null)
        {
            return _files.ReadPaths[_current];
        }

        try
        {
            return _files
                .ReadPaths.Where(File.Exists)
                .Select(path => (path, Checkpoint: ReadCheckpoint(path)))
                .Where(found => found.Checkpoint is { IsComplete: true })
                .OrderByDescending(found => found.Checkpoint!.Generation)
                .FirstOrDefault()
                .path;
        }
        catch (Exception fault) when (fault is SqliteException or StartupException)
        {
            return null;
        }
    }

    private static Checkpoint? ReadCheckpoint(string path)
    {
        using var connection = SqliteReading.Open(path);
        return SqliteReadTables.ReadCheckpoint(connection);
    }

    private int NewestPlace()
    {
        var (current, other) = (FindCheckpoint(_current), FindCheckpoint(Other));
        return
            other is { IsComplete: true }
            && (current is not { IsComplete: true } || other.Generation > current.Generation)
            ? Other
            : _current;
    }

    private Checkpoint? FindCheckpoint(int place)
    {
        if (!File.Exists(_files.ReadPaths[place]))
        {
            return null;
        }

        try
        {
            using var connection = new SqliteConnection(WithoutCreating(_files.Read[place]));
            connection.Open();
            return SqliteReadTables.ReadCheckpoint(connection);
        }
        catch (SqliteException fault) when (place != _current || fault.SqliteErrorCode == SqliteErrors.General)
        {
            // Half built or being deleted, so not a read model.
            return null;
        }
    }
}
