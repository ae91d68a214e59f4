using Microsoft.Extensions.Logging;
using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Deletes what this data folder holds that was built from the log, and is built again from it.</summary>
internal sealed class BuiltFromLog(
    SqliteFiles files,
    UserIndexSnapshots snapshots,
    ILogger<SqliteSealedDatabase> logger
)
{
    /// <summary>Deletes the read models and the list index. No other program may run.</summary>
    public void Delete()
    {
        // Their locks stay: this program holds them.
        foreach (var file in files.ReadPaths.SelectMany(ReadModelFiles.Of))
        {
            File.Delete(file);
        }

        OtherReadModels.Delete(files, logger);
        File.Delete(snapshots.Path);
    }
}
