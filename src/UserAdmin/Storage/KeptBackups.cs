using System.Globalization;

namespace UserAdmin.Storage;

/// <summary>The backups in a folder, after those that were old enough were deleted.</summary>
/// <param name="Oldest">When the oldest one was made, in UTC.</param>
/// <param name="KeepDays">For how many days they are kept; null for ever.</param>
/// <param name="Deleted">How many were deleted now.</param>
/// <param name="Failures">Why others could not be deleted, as sentences.</param>
public sealed record KeptBackups(DateTimeOffset Oldest, int? KeepDays, int Deleted, IReadOnlyList<string> Failures)
{
    /// <summary>Begins the name of a backup's folder.</summary>
    internal const string Prefix = "useradmin-";

    /// <summary>Ends it while the backup is written.</summary>
    internal const string Unfinished = ".partial";

    /// <summary>Begins the name of a folder with what a restore has replaced, in the data folder.</summary>
    internal const string Replaced = "before-restore-";

    /// <summary>Deletes backups that are too old, and what restores have set aside before that time.</summary>
    /// <param name="below">The folder of the backups.</param>
    /// <param name="data">The data folder.</param>
    /// <param name="keepDays">For how many days they are kept; null for ever.</param>
    /// <param name="now">The time.</param>
    internal static KeptBackups Tidy(string below, string data, int? keepDays, DateTimeOffset now)
    {
        var (oldest, deleted, failures) = (now, 0, new List<string>());
        foreach (var (folder, at) in Found(below, Prefix).Concat(Found(data, Replaced)))
        {
            if (keepDays is not { } days || at >= now.AddDays(-days))
            {
                oldest = at < oldest ? at : oldest;
                continue;
            }

            try
            {
                Directory.Delete(folder, recursive: true);
                deleted++;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                oldest = at < oldest ? at : oldest;
                failures.Add($"{folder} cannot be deleted: {fault.Message}");
            }
        }

        return new(oldest, keepDays, deleted, failures);
    }

    // Only what has a name of ours is ever deleted, and the name says when it was made.
    private static IEnumerable<(string Folder, DateTimeOffset At)> Found(string below, string prefix) =>
        Directory
            .EnumerateDirectories(below, prefix + "*")
            .Select(folder =>
                DateTimeOffset.TryParseExact(
                    Path.GetFileName(folder)[prefix.Length..],
                    BackupFolder.StampFormat,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var at
                )
                    ? (folder, at)
                    : default
            )
            .Where(found => found.folder is not null)
            .Select(found => (found.folder, found.at));
}
