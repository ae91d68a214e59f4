using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using UserAdmin.Projections;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Read models of other shapes: those of an older or newer version that may still run, or of one that nobody uses any
/// more.
/// </summary>
internal static class OtherReadModels
{
    /// <summary>The checkpoint of the complete one that was last written; null when there is none.</summary>
    public static Checkpoint? FindLatest(SqliteFiles files) =>
        files
            .OtherReadPaths()
            .Select(path => (Checkpoint: TryRead(path), WrittenAt: WrittenAt(path)))
            .Where(found => found.Checkpoint is { IsComplete: true })
            .OrderByDescending(found => found.WrittenAt)
            .FirstOrDefault()
            .Checkpoint;

    /// <summary>
    /// Deletes them. Only while no other program runs: <see cref="RunningPrograms"/> is held by the caller alone.
    /// </summary>
    public static void Delete(SqliteFiles files, ILogger logger)
    {
        foreach (var path in files.OtherReadPaths().Where(IsReadModel).ToList())
        {
            try
            {
                ReadModelFiles.Delete(path);
                logger.LogInformation("The read model {Path}, of another version, is no longer used: deleted.", path);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                logger.LogWarning(fault, "The read model {Path}, of another version, could not be deleted.", path);
            }
        }
    }

    // A file without a shape in its name has the name that somebody gave in the settings: it may be anything.
    private static bool IsReadModel(string path) =>
        ReadModelFiles.NamesShape(path) || !File.Exists(path) || TryRead(path) is not null;

    private static Checkpoint? TryRead(string path)
    {
        try
        {
            using var connection = SqliteReading.Open(path);
            return SqliteReadTables.ReadCheckpoint(connection);
        }
        catch (Exception fault)
            when (fault is SqliteException or StartupException or InvalidCastException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DateTime WrittenAt(string path) =>
        new[] { path, path + "-wal" }.Where(File.Exists).Max(File.GetLastWriteTimeUtc);
}
