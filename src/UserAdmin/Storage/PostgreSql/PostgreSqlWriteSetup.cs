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
                        + "Nothing was changed. Give UserAdmin a database of its own with ConnectionStrings:Write."
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
            context.Database.SetConnectionString(server.ForMigrating);
            // Nodes that start together take turns: EF Core locks the table of its history.
            context.Database.Migrate();
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    private static List<string> Applied(DbConnection connection)
    {
        using var exists = connection.Command(
            null,
            "SELECT to_regclass(@name) IS NOT NULL",
            ("@name", $"{PostgreSqlServer.Schema}.\"{HistoryTable}\"")
        );
        return exists.ExecuteScalar() is true
            ? Read(
                connection,
                $"SELECT \"MigrationId\" FROM {PostgreSqlServer.Schema}.\"{HistoryTable}\" ORDER BY \"MigrationId\""
            )
            : [];
    }

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
