using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Opens database files read-only.</summary>
internal static class SqliteReading
{
    private const string Immutable = "&immutable=1";

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
                    connection.ConnectionString = ReadOnly(address);
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

    /// <summary>
    /// Opens a file that nobody writes to, without creating files beside it. What is read is wrong if somebody does.
    /// </summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static SqliteConnection OpenImmutable(string path)
    {
        var connection = new SqliteConnection(ReadOnly(AddressOf(path) + Immutable));
        connection.Open();
        return connection;
    }

    /// <summary>
    /// Reads something from a file once. Even a reader creates the files beside a database that keeps a write-ahead
    /// log; as long as nobody uses it, that is avoided.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads it; called again if somebody has begun to use the file meanwhile.</param>
    /// <exception cref="StartupException">There is no such file, or it cannot be opened.</exception>
    public static T Look<T>(string path, Func<SqliteConnection, T> read)
    {
        var before = StampOf(path);
        if (before.IsAlone)
        {
            try
            {
                using var alone = OpenImmutable(path);
                var found = read(alone);
                if (StampOf(path) == before)
                {
                    return found;
                }
            }
            catch (SqliteException) when (StampOf(path) != before) { }
        }

        using var connection = Open(path);
        return read(connection);
    }

    // Whoever writes has a file beside the database.
    private static (DateTime Written, long Length, bool IsAlone) StampOf(string path) =>
        new FileInfo(path) is { Exists: true } file
            ? (file.LastWriteTimeUtc, file.Length, !File.Exists(path + "-wal") && !File.Exists(path + "-journal"))
            : default;

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

    private static string ReadOnly(string address) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = address,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 5,
        }.ConnectionString;

    private static string AddressOf(string path) =>
        $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?mode=ro";

    private static void Fallback(string path, Action<string> open)
    {
        var address = AddressOf(path);
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
            open(address + Immutable);
        }
    }
}
