using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Makes SQLite overwrite what is deleted with zeros, pages that become free included (decision 93).</summary>
internal static class SqliteDeletion
{
    /// <summary>
    /// The setting, which belongs to a connection. FAST would leave what was on pages that are now free.
    /// </summary>
    public const string Secure = "PRAGMA secure_delete = ON;";

    /// <summary>Sets it for an open connection.</summary>
    public static SqliteConnection Securely(this SqliteConnection connection)
    {
        using var pragma = connection.Command(null, Secure);
        pragma.ExecuteNonQuery();
        return connection;
    }
}
