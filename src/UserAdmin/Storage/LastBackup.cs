using System.Text.Json;

namespace UserAdmin.Storage;

/// <summary>
/// The last backup that was written from a data folder, noted there, because backups are made by another process and
/// kept elsewhere.
/// </summary>
/// <param name="At">When it was begun.</param>
/// <param name="Position">The position of the last event in it.</param>
public sealed record LastBackup(DateTimeOffset At, long Position)
{
    /// <summary>When the oldest backup was made that was kept beside it then; null if that was not noted.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>For how many days backups are kept; null if none is ever deleted by the program.</summary>
    public int? KeepDays { get; init; }

    private const string FileName = "last-backup.json";

    /// <summary>Notes a backup. A folder that cannot be written does not make the backup fail.</summary>
    internal void Note(string dataDirectory)
    {
        try
        {
            File.WriteAllText(Path.Combine(dataDirectory, FileName), JsonSerializer.Serialize(this));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The page System does not know about this backup.
        }
    }

    /// <summary>Returns what was noted in a data folder, or null.</summary>
    internal static LastBackup? Read(string dataDirectory)
    {
        try
        {
            return JsonSerializer.Deserialize<LastBackup>(File.ReadAllText(Path.Combine(dataDirectory, FileName)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
