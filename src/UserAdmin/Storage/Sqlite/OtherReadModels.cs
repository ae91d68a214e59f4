using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using UserAdmin.Projections;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Finds and deletes read models of other shapes. They belong to an older or newer version, which may still be running
/// or may no longer be used.
/// </summary>
internal static class OtherReadModels
{
    /// <summary>Returns the checkpoint of the most recently written complete one, or null if there is none.</summary>
    public static Checkpoint? FindLatest(SqliteFiles files) =>
        files
            .OtherReadPaths()
            .Select(path => (Checkpoint: TryRead(path), WrittenAt: WrittenAt(path)))
            .Where(found => found.Checkpoint is { IsComplete: true })
            .OrderByDescending(found => found.WrittenAt)
            .FirstOrDefault()
            .Checkpoint;

    /// <summary>
    /// Deletes the read models of other shapes. The caller must hold <see cref="RunningPrograms"/> exclusively, so that
    /// no other program runs.
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

    // A file without a shape in its name has a name from the settings, so it may be any file.
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
