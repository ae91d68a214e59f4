using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlWriteSetup(PostgreSqlServer server, DbContextOptions<PostgreSqlWriteContext> options)
    : IWriteSetup
{
    /// <summary>Which of our migrations the database has had; in our schema.</summary>
    public const string HistoryTable = "__UserAdminMigrationsHistory";

    public string Name => server.Name;

    /// <summary>The key of the advisory lock of whoever migrates: "UserAdmM" in ASCII.</summary>
    private const long MigrationLock = 0x5573_6572_4164_6D4D;

    public bool IsBehind()
    {
        try
        {
            using var context = new PostgreSqlWriteContext(options);
            using var connection = new NpgsqlConnection(server.ForMigrating);
            connection.Open();
            var known = context.Database.GetMigrations().ToList();
            var applied = Applied(connection);
            if (applied.Except(known).FirstOrDefault() is { } newer)
            {
                throw new StartupException(
                    $"The database {server.Name} was changed by a newer version of UserAdmin (migration {newer}). "
                        + "Start that version, or restore a backup made with this one."
                );
            }

            if (applied.Count == 0 && Foreign(connection, context) is { Count: > 0 } foreign)
            {
                throw new StartupException(
                    $"The database {server.Name} already has tables that UserAdmin did not make "
                        + $"({string.Join(", ", foreign.Take(3))}{(foreign.Count > 3 ? " …" : "")}). "
                        + "Nothing was changed. To administer the accounts in it, attach it (docs/COMMAND-LINE.md); "
                        + "otherwise give UserAdmin a database of its own with ConnectionStrings:Write."
                );
            }

            return applied.Count > 0 && applied.Count < known.Count;
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    public void Migrate()
    {
        try
        {
            using var context = new PostgreSqlWriteContext(options);
            using (var connection = new NpgsqlConnection(server.ForMigrating))
            {
                connection.Open();
                // EF Core would build the model from the mappings first, only to find that there is nothing to do.
                if (!context.Database.GetMigrations().Except(Applied(connection)).Any())
                {
                    return;
                }
            }

            context.Database.SetConnectionString(server.ForMigrating);
            // Nodes that start together take turns. EF Core's own lock ends with the first of several migrations, and
            // then two nodes apply the second (findings/ef-migrate-postgresql-race.sh).
            using var turn = new NpgsqlConnection(server.Unpooled);
            turn.Open();
            using var take = turn.Command(
                null,
                FormattableString.Invariant($"SELECT pg_advisory_lock({MigrationLock})")
            );
            take.CommandTimeout = 0;
            take.ExecuteNonQuery();
            context.Database.Migrate();
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    public UnfinishedCopy? UnfinishedCopy()
    {
        try
        {
            using var connection = new NpgsqlConnection(server.ForMigrating);
            connection.Open();
            if (!Exists(connection, Storage.UnfinishedCopy.Table))
            {
                return null;
            }

            using var mark = connection.Command(
                null,
                $"SELECT \"From\", \"FirstHash\" FROM {PostgreSqlServer.Schema}.\"{Storage.UnfinishedCopy.Table}\""
            );
            using var row = mark.ExecuteReader();
            return row.Read() ? new(row.GetString(0), row.GetString(1)) : null;
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    private static bool Exists(DbConnection connection, string table)
    {
        using var exists = connection.Command(
            null,
            "SELECT to_regclass(@name) IS NOT NULL",
            ("@name", $"{PostgreSqlServer.Schema}.\"{table}\"")
        );
        return exists.ExecuteScalar() is true;
    }

    private static List<string> Applied(DbConnection connection) =>
        Exists(connection, HistoryTable)
            ? Read(
                connection,
                $"SELECT \"MigrationId\" FROM {PostgreSqlServer.Schema}.\"{HistoryTable}\" ORDER BY \"MigrationId\""
            )
            : [];

    /// <summary>Returns the tables that are where the program would create its own.</summary>
    private static List<string> Foreign(DbConnection connection, PostgreSqlWriteContext context)
    {
        var names = context
            .Model.GetEntityTypes()
            .Where(type => type.GetTableName() is not null)
            .ToLookup(type => type.GetTableName()!, type => type.GetSchema());
        return
        [
            .. Read(
                    connection,
                    "SELECT c.relname || '/' || (n.nspname = 'useradmin') FROM pg_class c JOIN pg_namespace n "
                        + "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v') "
                        + "AND n.nspname IN ('useradmin', current_schema())"
                )
                .Select(row => row.Split('/'))
                .Where(row => names[row[0]].Any(schema => (schema is not null) == (row[1] == "true")))
                .Select(row => row[0])
                .Order(StringComparer.Ordinal),
        ];
    }

    private static List<string> Read(DbConnection connection, string sql)
    {
        using var command = connection.Command(null, sql);
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }
}
