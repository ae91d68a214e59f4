using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteAttachment(SqliteFiles files, IServiceProvider services) : IDatabaseAttachment
{
    public void Attach(IdentityShape shape)
    {
        if (SqliteAttached.IsAttached(files.WritePath))
        {
            throw new StartupException($"The database {files.WritePath} is attached already. Start UserAdmin on it.");
        }

        var options = new DbContextOptionsBuilder<WriteContext>();
        OwnMigrationsHistory.Use(options, files.Write).UseApplicationServiceProvider(services);
        SqliteAttached.Use(options, DatabaseLayout.WithPrefix(shape));
        using var context = new WriteContext(options.Options);
        var script = context
            .GetService<IMigrator>()
            .GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions);
        Change(
            (connection, transaction) =>
            {
                Execute(connection, transaction, script);
                Execute(
                    connection,
                    transaction,
                    $"CREATE TABLE \"{SqliteAttached.Table}\" (\"Shape\" TEXT NOT NULL, \"AttachedAt\" TEXT NOT NULL)"
                );
                using var insert = connection.Command(
                    transaction,
                    $"INSERT INTO \"{SqliteAttached.Table}\" VALUES (@shape, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                    ("@shape", DatabaseLayout.Write(shape))
                );
                insert.ExecuteNonQuery();
            }
        );
    }

    public long Detach()
    {
        if (!SqliteAttached.IsAttached(files.WritePath))
        {
            throw new StartupException($"The database {files.WritePath} is not attached. Nothing was changed.");
        }

        using var alone = RunningPrograms.ExcludeRegistered(
            files,
            $"A UserAdmin runs on {files.WritePath}. Stop it, then detach. Nothing was changed."
        );
        var events = 0L;
        Change(
            (connection, transaction) =>
            {
                using (
                    var count = connection.Command(
                        transaction,
                        $"SELECT COALESCE(MAX(Position), 0) FROM \"{DatabaseLayout.Prefix}EventLog\""
                    )
                )
                {
                    events = (long)count.ExecuteScalar()!;
                }

                foreach (var (type, name) in Ours(connection, transaction))
                {
                    Execute(connection, transaction, $"DROP {type} IF EXISTS \"{name}\"");
                }
            }
        );
        return events;
    }

    // Triggers first; a table takes its own indexes along.
    private static List<(string Type, string Name)> Ours(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var find = connection.Command(
            transaction,
            "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'table') AND (substr(name, 1, "
                + "length(@prefix)) = @prefix OR name IN (@history, @lock)) ORDER BY type DESC, name",
            ("@prefix", DatabaseLayout.Prefix),
            ("@history", OwnMigrationsHistory.Table),
            ("@lock", OwnMigrationsHistory.Lock)
        );
        using var reader = find.ExecuteReader();
        var found = new List<(string, string)>();
        while (reader.Read())
        {
            found.Add((reader.GetString(0), reader.GetString(1)));
        }

        return found;
    }

    private void Change(Action<SqliteConnection, SqliteTransaction> work)
    {
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
            // Ours refer to one another; they go in any order.
            Execute(connection, null, "PRAGMA foreign_keys = OFF");
            using var transaction = connection.BeginTransaction(deferred: false);
            work(connection, transaction);
            transaction.Commit();
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, files.WritePath);
        }
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.Command(transaction, sql);
        command.ExecuteNonQuery();
    }
}
