using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Opens a database file that may only be looked at.</summary>
internal static class SqliteReading
{
    /// <exception cref="StartupException">There is no such file, or it cannot be opened.</exception>
    public static SqliteConnection Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new StartupException($"There is no database {path}. Check UserAdmin:DataDirectory and ConnectionStrings:Write.");
        }

        try
        {
            // Whoever has it open keeps these two beside it. Without them nobody writes, and SQLite need not make them only to read.
            return Open(path, immutable: !File.Exists(path + "-wal") && !File.Exists(path + "-shm"));
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, path);
        }
    }

    private static SqliteConnection Open(string path, bool immutable)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = immutable ? $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1" : path,
            Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5,
        }.ConnectionString);
        try
        {
            connection.Open();
            using var look = connection.CreateCommand();
            look.CommandText = "SELECT COUNT(*) FROM sqlite_master";
            look.ExecuteScalar();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
