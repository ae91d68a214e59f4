using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Opens database files read-only.</summary>
internal static class SqliteReading
{
    /// <exception cref="StartupException">There is no such file, or it cannot be opened.</exception>
    public static SqliteConnection Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new StartupException(
                $"There is no database {path}. Check UserAdmin:DataDirectory and ConnectionStrings:Write."
            );
        }

        var connection = new SqliteConnection();
        try
        {
            Fallback(
                path,
                address =>
                {
                    connection.Close();
                    connection.ConnectionString = new SqliteConnectionStringBuilder
                    {
                        DataSource = address,
                        Mode = SqliteOpenMode.ReadOnly,
                        Pooling = false,
                        DefaultTimeout = 5,
                    }.ConnectionString;
                    connection.Open();
                    using var look = connection.CreateCommand();
                    look.CommandText = "SELECT COUNT(*) FROM sqlite_master";
                    look.ExecuteScalar();
                }
            );
            return connection;
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw SqliteErrors.Explain(fault, path);
        }
    }

    /// <summary>Attaches a second file to a connection that was opened here.</summary>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public static void Attach(SqliteConnection connection, string path, string name) =>
        Fallback(
            path,
            address =>
            {
                using var attach = connection.CreateCommand();
#pragma warning disable CA2100 // The name is ours.
                attach.CommandText = $"ATTACH @file AS {name}";
#pragma warning restore CA2100
                attach.Parameters.AddWithValue("@file", address);
                attach.ExecuteNonQuery();
            }
        );

    private static void Fallback(string path, Action<string> open)
    {
        var address = $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?mode=ro";
        try
        {
            open(address);
        }
        catch (SqliteException fault)
            when (fault.SqliteErrorCode is SqliteErrors.CannotOpen or SqliteErrors.ReadOnly
                && !File.Exists(path + "-wal")
            )
        {
            // In a read-only folder SQLite cannot create the files beside the database. There is no WAL with pending
            // changes, so the file alone is enough.
            open(address + "&immutable=1");
        }
    }
}
