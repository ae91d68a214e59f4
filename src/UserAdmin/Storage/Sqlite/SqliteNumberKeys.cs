using System.Globalization;
using Microsoft.Data.Sqlite;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteNumberKeys(SqliteFiles files, DatabaseLayout layout) : INumberKeys
{
    public Task<IReadOnlyList<string>> TakeAsync(
        IdentityTableKind kind,
        int count,
        CancellationToken cancellationToken
    ) => Task.Run(() => Take(kind, count), cancellationToken);

    private IReadOnlyList<string> Take(IdentityTableKind kind, int count)
    {
        var (table, column) = layout.Shape!.Find(kind) is { } found
            ? (found.Name, found.Columns["Id"])
            : (layout.OwnName($"AspNet{kind}"), "Id");
        using var connection = new SqliteConnection(files.Write);
        connection.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var last = Number(connection, transaction, $"SELECT COALESCE(MAX(\"{column}\"), 0) FROM \"{table}\"");
        if (HasCounter(connection, transaction, table))
        {
            last = Math.Max(last, Counter(connection, transaction, table));
            // SQLite makes the row with the first insert; whoever inserts next goes on after these.
            using var set = connection.Command(
                transaction,
                "INSERT INTO sqlite_sequence (name, seq) SELECT @table, 0 WHERE NOT EXISTS "
                    + "(SELECT 1 FROM sqlite_sequence WHERE name = @table); "
                    + "UPDATE sqlite_sequence SET seq = @last WHERE name = @table",
                ("@table", table),
                ("@last", last + count)
            );
            set.ExecuteNonQuery();
        }

        transaction.Commit();
        return [.. Enumerable.Range(1, count).Select(i => (last + i).ToString(CultureInfo.InvariantCulture))];
    }

    // Without AUTOINCREMENT SQLite takes the highest number and one more, and so does this. Two who create an account
    // at the same moment may then get the same number; the second is refused, and tries again.
    private static bool HasCounter(SqliteConnection connection, SqliteTransaction transaction, string table)
    {
        using var find = connection.Command(
            transaction,
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = @table AND sql LIKE '%AUTOINCREMENT%'",
            ("@table", table)
        );
        return find.ExecuteScalar() is not null;
    }

    private static long Counter(SqliteConnection connection, SqliteTransaction transaction, string table)
    {
        using var read = connection.Command(
            transaction,
            "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = @table",
            ("@table", table)
        );
        return (long)read.ExecuteScalar()!;
    }

    private static long Number(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var read = connection.Command(transaction, sql);
        return (long)read.ExecuteScalar()!;
    }
}
