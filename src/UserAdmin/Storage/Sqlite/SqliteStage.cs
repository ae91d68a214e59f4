using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Opens database files of working data, such as the staged rows of an import.</summary>
internal static class SqliteStage
{
    /// <summary>
    /// Opens a file, and creates it unless it is only to be read. Not pooled: the file must be deletable as soon as it
    /// is closed.
    /// </summary>
    public static DbConnection Open(string path, bool readOnly)
    {
        if (!readOnly)
        {
            PrivateFiles.Create(path);
        }

        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
                Mode = readOnly ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadWriteCreate,
            }.ConnectionString
        );
        connection.Open();
        using var pragmas = connection.CreateCommand();
        // A power cut loses at most what is worked out again.
        pragmas.CommandText = readOnly
            ? "PRAGMA query_only = ON;"
            : "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096;";
        pragmas.ExecuteNonQuery();
        return connection;
    }
}
