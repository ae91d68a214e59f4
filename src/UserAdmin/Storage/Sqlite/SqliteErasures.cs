using Microsoft.Data.Sqlite;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <summary>What a database file knows of purged accounts, whatever version has written it.</summary>
internal static class SqliteErasures
{
    /// <summary>Returns the accounts whose keys were deleted; none if the file cannot be read.</summary>
    public static IReadOnlyList<Erasure> Of(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            {
                return [];
            }

            var layout = SqliteAttached.AsAttached(path);
            using var connection = SqliteReading.Open(path);
            return HasKeys(connection, layout) ? Erasures.Of(connection, layout) : [];
        }
        catch (Exception fault) when (fault is SqliteException or StartupException)
        {
            // A damaged database is replaced all the same.
            return [];
        }
    }

    /// <summary>Deletes the keys of accounts whose purge a database file does not know.</summary>
    /// <param name="path">The file; no other program uses it, and no WAL is left beside it.</param>
    /// <param name="erasures">Accounts that were purged.</param>
    /// <returns>How many such accounts it knows, and whether it has no keys.</returns>
    public static (int Count, bool IsPlain) Repeat(string path, IReadOnlyList<Erasure> erasures)
    {
        var layout = DatabaseLayout.Own;
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ConnectionString
        );
        connection.Open();
        var lost = Erasures.Lost(connection, layout, erasures);
        if (!HasKeys(connection, layout))
        {
            return (lost.Count, true);
        }

        // The old bytes of a key would otherwise stay in the file.
        connection.Securely();
        Erasures.Repeat(connection, layout, lost);
        return (lost.Count, false);
    }

    private static bool HasKeys(SqliteConnection connection, DatabaseLayout layout)
    {
        using var look = connection.Command(
            null,
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = @name",
            ("@name", layout.EventKeys.Trim('"'))
        );
        return look.ExecuteScalar() is not null;
    }
}
