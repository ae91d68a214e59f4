using Microsoft.Data.Sqlite;
using UserAdmin.Sealing;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteSealedDatabase(SqliteFiles files, DatabaseLayout layout, BuiltFromLog built)
    : ISealedDatabase
{
    public IDisposable Exclude() =>
        RunningPrograms.Exclude(
            files,
            $"A UserAdmin runs on {files.WritePath}. Stop it, then seal. Nothing was changed."
        );

    public void DeleteReadModels() => built.Delete();

    public Compaction Compact()
    {
        SqliteConnection.ClearAllPools();
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder(files.Write)
                {
                    Mode = SqliteOpenMode.ReadWrite,
                    Pooling = false,
                }.ConnectionString
            );
            connection.Open();
            // That of an application is not written anew: the numbers of its rows could change.
            if (layout.Shape is null)
            {
                Execute(connection, "VACUUM");
            }

            return Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)") is 0L
                ? new(
                    IsDone: true,
                    layout.Shape is null
                        ? $"The file {files.WritePath} was written anew, so that no plain text is left in it."
                        : $"Plain texts were overwritten in the file {files.WritePath}. Space that was free before was "
                            + "not touched; VACUUM overwrites that too, while the application is stopped."
                )
                : new(
                    IsDone: false,
                    "Another program has the database open, so plain texts can still be in the file beside it, "
                        + $"{files.WritePath}-wal. Stop that program, and run seal again."
                );
        }
        catch (SqliteException fault)
        {
            return new(
                IsDone: false,
                $"Plain texts can still be in the file {files.WritePath}, because it could not be written anew: "
                    + $"{SqliteErrors.Explain(fault, files.WritePath).Message} Then run seal again."
            );
        }
    }

    private static object? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.Command(null, sql);
        command.CommandTimeout = 0;
        return command.ExecuteScalar();
    }
}
