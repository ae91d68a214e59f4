using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Projections;

namespace UserAdmin.Storage.Sqlite;

// What is read of the files without opening them for use.
internal sealed partial class SqliteReadStore
{
    public Checkpoint? FindCheckpoint()
    {
        var found = _files
            .ReadPaths.Where(File.Exists)
            .Select(ReadCheckpoint)
            .OfType<Checkpoint>()
            .Where(checkpoint => checkpoint.IsComplete)
            .ToList();
        return found.MaxBy(checkpoint => checkpoint.Generation);
    }

    /// <summary>
    /// File of the read model in use; before <see cref="Prepare"/>, the file of the newest complete one. Null when
    /// there is none that can be read.
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
        using var context = new ReadContext(new DbContextOptionsBuilder<ReadContext>().UseSqlite(connection).Options);
        return context.Checkpoints.AsNoTracking().SingleOrDefault();
    }

    /// <summary>Whether one of the read models is of an older version. Changes nothing.</summary>
    public bool IsBehind() =>
        Enumerable
            .Range(0, _contexts.Length)
            .Any(place =>
            {
                try
                {
                    using var context = _contexts[place].CreateDbContext();
                    return SqliteSchema.Look(context, _files.ReadPaths[place]).IsBehind;
                }
                catch (StartupException)
                {
                    // The one in use says so itself when it is prepared; the other one is made anew anyway.
                    return false;
                }
            });
}
