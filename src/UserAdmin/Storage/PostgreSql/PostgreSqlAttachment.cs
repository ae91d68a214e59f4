using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlAttachment(PostgreSqlServer server, IServiceProvider services) : IDatabaseAttachment
{
    private const string EmptySchema = $"""
        DO $$ DECLARE statement text; BEGIN
            FOR statement IN
                SELECT 'DROP TABLE ' || oid::regclass || ' CASCADE' FROM pg_class
                WHERE relnamespace = '{PostgreSqlServer.Schema}'::regnamespace AND relkind = 'r'
                UNION ALL
                SELECT 'DROP FUNCTION ' || oid::regprocedure || ' CASCADE' FROM pg_proc
                WHERE pronamespace = '{PostgreSqlServer.Schema}'::regnamespace
            LOOP EXECUTE statement; END LOOP;
        END $$
        """;

    public void Attach(IdentityShape shape)
    {
        if (PostgreSqlAttached.IsAttached(server))
        {
            throw new StartupException($"The database {server.Name} is attached already. Start UserAdmin on it.");
        }

        var options = new DbContextOptionsBuilder<PostgreSqlWriteContext>();
        PostgreSqlWriteContext.Use(options, server.ForMigrating).UseApplicationServiceProvider(services);
        PostgreSqlAttached.Use(options, DatabaseLayout.InSchema(shape));
        using var context = new PostgreSqlWriteContext(options.Options);
        var script = context
            .GetService<IMigrator>()
            .GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions);
        Change(
            (connection, transaction) =>
            {
                // A role that may not create schemas was given one.
                var wasThere = Is(
                    connection,
                    transaction,
                    $"SELECT to_regnamespace('{PostgreSqlServer.Schema}') IS NOT NULL"
                );
                if (!wasThere)
                {
                    Execute(connection, transaction, $"CREATE SCHEMA {PostgreSqlServer.Schema}");
                }

                Execute(connection, transaction, script);
                Execute(
                    connection,
                    transaction,
                    $"CREATE TABLE {PostgreSqlAttached.Table} (\"Shape\" text NOT NULL, \"SchemaWasThere\" boolean NOT "
                        + "NULL, \"AttachedAt\" timestamptz NOT NULL DEFAULT now())"
                );
                using var insert = connection.Command(
                    transaction,
                    $"INSERT INTO {PostgreSqlAttached.Table} (\"Shape\", \"SchemaWasThere\") VALUES (@shape, @was)",
                    ("@shape", DatabaseLayout.Write(shape)),
                    ("@was", wasThere)
                );
                insert.ExecuteNonQuery();
            }
        );
    }

    public long Detach()
    {
        if (!PostgreSqlAttached.IsAttached(server))
        {
            throw new StartupException($"The database {server.Name} is not attached. Nothing was changed.");
        }

        var events = 0L;
        Change(
            (connection, transaction) =>
            {
                Exclude(connection, transaction);
                using (
                    var count = connection.Command(
                        transaction,
                        $"SELECT COALESCE(MAX(\"Position\"), 0) FROM {PostgreSqlServer.Schema}.\"EventLog\""
                    )
                )
                {
                    events = (long)count.ExecuteScalar()!;
                }

                // Also the triggers on the application's tables: they call functions of the schema.
                Execute(
                    connection,
                    transaction,
                    Is(connection, transaction, $"SELECT \"SchemaWasThere\" FROM {PostgreSqlAttached.Table}")
                        ? EmptySchema
                        : $"DROP SCHEMA {PostgreSqlServer.Schema} CASCADE"
                );
            }
        );
        return events;
    }

    // Each console shares this lock. One that is just ending gives it back within seconds.
    private void Exclude(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        try
        {
            Execute(connection, transaction, "SET LOCAL lock_timeout = '3s'");
            Execute(
                connection,
                transaction,
                FormattableString.Invariant($"SELECT pg_advisory_xact_lock({PostgreSqlLeaderElection.ServingLock})")
            );
            Execute(connection, transaction, "SET LOCAL lock_timeout = DEFAULT");
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StartupException(
                $"A UserAdmin console serves the database {server.Name}. Stop it, then detach. Nothing was changed.",
                fault
            );
        }
    }

    private void Change(Action<NpgsqlConnection, NpgsqlTransaction> work)
    {
        try
        {
            using var connection = new NpgsqlConnection(server.ForMigrating);
            connection.Open();
            using var transaction = connection.BeginTransaction();
            work(connection, transaction);
            transaction.Commit();
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    private static bool Is(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql)
    {
        using var command = connection.Command(transaction, sql);
        return command.ExecuteScalar() is true;
    }

    private static void Execute(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql)
    {
        using var command = connection.Command(transaction, sql);
        command.ExecuteNonQuery();
    }
}
