using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserAdmin.Following;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// The triggers are statement triggers with transition tables, which cost a fraction of row triggers. Their functions
/// run as their owner, because other programs may not write to our schema.
/// </remarks>
internal sealed class PostgreSqlStockTriggers(
    PostgreSqlServer server,
    IDbContextFactory<WriteContext> contexts,
    TimeProvider time
) : IStockTriggers
{
    /// <summary>
    /// The setting that our transactions have; '' or NULL in others, because the end of a transaction that had it
    /// leaves the former.
    /// </summary>
    public const string OwnSetting = "useradmin.own";

    /// <summary>What the names of all triggers and functions begin with.</summary>
    internal const string Prefix = "useradmin_";

    private static readonly TimeSpan _betweenLooks = TimeSpan.FromSeconds(1);

    private IReadOnlyList<Wanted>? _wanted;
    private long? _looked;
    private string? _problem;

    public async Task<TriggerState> EnsureAsync(CancellationToken cancellationToken)
    {
        if (_looked is { } looked && time.GetElapsedTime(looked) < _betweenLooks)
        {
            return new(false, _problem);
        }

        try
        {
            await using var connection = new NpgsqlConnection(server.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            var wanted = _wanted ??= All();
            var there = await TriggersAsync(connection, cancellationToken);
            var missing = wanted.Where(trigger => !there.Contains((trigger.Table, trigger.Name))).ToList();
            if (missing.Count > 0 || _looked is null)
            {
                await CreateAsync(connection, wanted, missing, cancellationToken);
            }

            (_looked, _problem) = (time.GetTimestamp(), null);
            return new(missing.Count > 0, null);
        }
        catch (PostgresException fault)
        {
            (_looked, _problem) = (time.GetTimestamp(), fault.MessageText);
            return new(false, _problem);
        }
    }

    // The functions are replaced at every start, because a newer version of the program may have changed them.
    private static async Task CreateAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Wanted> wanted,
        IReadOnlyList<Wanted> missing,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Another node may do the same; and an application that is busy with a table must not wait behind us for long.
        await RunAsync("SELECT pg_advisory_xact_lock(hashtext('useradmin.triggers')); SET LOCAL lock_timeout = '3s'");
        foreach (var function in wanted.Select(trigger => trigger.Function).Distinct())
        {
            await RunAsync(function);
        }

        foreach (var trigger in missing)
        {
            await RunAsync($"DROP TRIGGER IF EXISTS \"{trigger.Name}\" ON {trigger.Table}; {trigger.Sql}");
        }

        await transaction.CommitAsync(cancellationToken);

        async Task RunAsync(string sql)
        {
            await using var command = connection.Command(transaction, sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private List<Wanted> All()
    {
        using var context = contexts.CreateDbContext();
        return [.. StockTable.Of(context).SelectMany(Of)];
    }

    private static IEnumerable<Wanted> Of(StockTable table)
    {
        // The schema that the program's connections find first is not that of others.
        var name = $"\"{table.Schema ?? "public"}\".\"{table.Name}\"";
        var (id, kind) = ($"\"{table.IdColumn}\"", table.Kind);
        yield return Make(
            "insert",
            "INSERT",
            "REFERENCING NEW TABLE AS changed_new",
            From("changed_new", table.InsertedKind)
        );
        yield return Make("delete", "DELETE", "REFERENCING OLD TABLE AS changed_old", From("changed_old", kind));
        yield return Make(
            "update",
            "UPDATE",
            "REFERENCING OLD TABLE AS changed_old NEW TABLE AS changed_new",
            Updated()
        );
        yield return Make("truncate", "TRUNCATE", "", $"VALUES ('{StockTable.EverythingKind}', '')");

        string From(string rows, string what) => $"SELECT DISTINCT '{what}', {id}::text FROM {rows}";

        // What is in only one of the two tables has changed.
        string Updated()
        {
            if (table.Compared.Count == 0)
            {
                return $"{From("changed_old", kind)} UNION {From("changed_new", kind)}";
            }

            var columns = string.Join(", ", table.Compared.Select(column => $"\"{column}\""));
            return $"SELECT DISTINCT '{kind}', {id}::text FROM ("
                + $"(SELECT {columns} FROM changed_old EXCEPT SELECT {columns} FROM changed_new) UNION ALL "
                + $"(SELECT {columns} FROM changed_new EXCEPT SELECT {columns} FROM changed_old)) AS changed"
                + (
                    table.FailedCount is { } failed
                        ? $" UNION SELECT '{kind}', {id}::text FROM changed_old INNER JOIN changed_new "
                            + $"USING ({id}, \"{failed}\")"
                        : ""
                );
        }

        Wanted Make(string what, string on, string rows, string select)
        {
            var function = $"{PostgreSqlServer.Schema}.\"{Prefix}{table.StockName}_{what}\"";
            return new(
                $"{Prefix}{what}",
                name,
                $"""
                CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp AS $body$ BEGIN
                IF current_setting('{OwnSetting}', true) IS DISTINCT FROM '1' THEN
                INSERT INTO {PostgreSqlObservedQueue.Table} ("Kind", "Id") {select};
                END IF; RETURN NULL; END $body$
                """,
                $"CREATE TRIGGER \"{Prefix}{what}\" AFTER {on} ON {name} {rows} FOR EACH STATEMENT "
                    + $"EXECUTE FUNCTION {function}()"
            );
        }
    }

    private static async Task<HashSet<(string Table, string Name)>> TriggersAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var read = connection.Command(
            null,
            """
            SELECT format('"%s"."%s"', n.nspname, c.relname), t.tgname FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND starts_with(t.tgname, @prefix)
            """,
            ("@prefix", Prefix)
        );
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        var triggers = new HashSet<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            triggers.Add((reader.GetString(0), reader.GetString(1)));
        }

        return triggers;
    }

    /// <summary>A trigger that should exist.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Table">Its table, with the schema, quoted.</param>
    /// <param name="Function">The statement that creates its function.</param>
    /// <param name="Sql">The statement that creates it.</param>
    private sealed record Wanted(string Name, string Table, string Function, string Sql);
}
