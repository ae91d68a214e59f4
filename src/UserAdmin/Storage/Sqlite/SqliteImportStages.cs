using Microsoft.Data.Sqlite;
using UserAdmin.Imports;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Stores the rows of each import in a separate database file, so that any page of a million rows loads at once and the
/// rows are deleted with their folder.
/// </summary>
internal sealed class SqliteImportStages : IImportStages
{
    public bool HasRows(string folder) => File.Exists(PathIn(folder));

    public IImportStage Open(string folder) => new SqliteImportStage(Open(PathIn(folder), readOnly: false));

    public IStagedRows OpenRows(string folder) => new SqliteStagedRows(Open(PathIn(folder), readOnly: true));

    private static string PathIn(string folder) => Path.Combine(folder, "rows.db");

    /// <summary>
    /// Opens a file and, unless it is opened read-only, creates it if needed. The connection is not pooled, because the
    /// file must be deletable as soon as it is closed.
    /// </summary>
    private static SqliteConnection Open(string path, bool readOnly)
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
        // A power failure loses only data that can be computed again.
        pragmas.CommandText = readOnly
            ? "PRAGMA query_only = ON;"
            : SqliteDeletion.Secure
                + " PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096;";
        pragmas.ExecuteNonQuery();
        return connection;
    }
}
