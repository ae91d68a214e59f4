using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Following;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStockTriggers(SqliteFiles files, IDbContextFactory<WriteContext> contexts) : IStockTriggers
{
    /// <summary>What the names of all triggers begin with.</summary>
    internal const string Prefix = "UserAdmin_";

    private IReadOnlyList<Wanted>? _wanted;
    private long? _seen;

    public async Task<TriggerState> EnsureAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(files.Write);
        await connection.OpenAsync(cancellationToken);
        // EF Core's migrations of other programs rebuild tables, and the triggers go without a word.
        if (_seen is not null && _seen == VersionOf(connection))
        {
            return new(false, null);
        }

        try
        {
            var wereMissing = Create(connection);
            _seen = VersionOf(connection);
            return new(wereMissing, null);
        }
        catch (SqliteException fault)
        {
            return new(false, fault.Message);
        }
    }

    private bool Create(SqliteConnection connection)
    {
        var wanted = _wanted ??= All();
        // Nobody else changes the schema meanwhile, and rows that are changed before the commit are seen by nobody.
        using var transaction = connection.BeginTransaction();
        // There is none outside of a transaction of ours; if there were one, nothing would be noted ever again.
        Run(connection, transaction, $"DELETE FROM \"{SqliteObservedQueue.Own}\"");
        var there = Triggers(connection, transaction);
        var missing = wanted.Where(trigger => there.GetValueOrDefault(trigger.Name) != trigger.Sql).ToList();
        foreach (var trigger in missing)
        {
            // A trigger that names a column that is gone can be created, and then each write of the application fails.
            Run(connection, transaction, trigger.Look);
            Run(connection, transaction, $"DROP TRIGGER IF EXISTS \"{trigger.Name}\"");
            Run(connection, transaction, trigger.Sql);
        }

        transaction.Commit();
        return missing.Count > 0;
    }

    private List<Wanted> All()
    {
        using var context = contexts.CreateDbContext();
        return [.. StockTable.Of(context).SelectMany(Of)];
    }

    private static IEnumerable<Wanted> Of(StockTable table)
    {
        yield return Trigger(table, "INSERT", "", Note(table, table.InsertedKind, "NEW", ""));
        yield return Trigger(table, "DELETE", "", Note(table, table.Kind, "OLD", ""));
        var differences = table.Compared.Select(column => $"OLD.\"{column}\" IS NOT NEW.\"{column}\"");
        if (table.FailedCount is { } failed)
        {
            differences = differences.Append($"OLD.\"{failed}\" IS NEW.\"{failed}\"");
        }

        var changed = table.Compared.Count == 0 ? "" : $" AND ({string.Join(" OR ", differences)})";
        yield return Trigger(
            table,
            "UPDATE",
            changed,
            Note(table, table.Kind, "OLD", "")
                + " "
                + Note(table, table.Kind, "NEW", $" WHERE OLD.\"{table.IdColumn}\" IS NOT NEW.\"{table.IdColumn}\"")
        );
    }

    private static Wanted Trigger(StockTable table, string what, string condition, string body)
    {
        var name = $"{Prefix}{table.StockName}_{what}";
        var columns = new[] { table.IdColumn, table.FailedCount }
            .Concat(table.Compared)
            .OfType<string>()
            .Select(column => $"t.\"{column}\"");
        return new(
            name,
            $"SELECT {string.Join(", ", columns)} FROM \"{table.Name}\" AS t WHERE 0",
            $"CREATE TRIGGER \"{name}\" AFTER {what} ON \"{table.Name}\" "
                + $"WHEN NOT EXISTS (SELECT 1 FROM \"{SqliteObservedQueue.Own}\"){condition} BEGIN {body} END"
        );
    }

    private static string Note(StockTable table, string kind, string row, string condition) =>
        $"INSERT INTO \"{SqliteObservedQueue.Table}\" (\"Kind\", \"Id\") "
        + $"SELECT '{kind}', CAST({row}.\"{table.IdColumn}\" AS TEXT){condition};";

    private static Dictionary<string, string> Triggers(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var read = connection.Command(
            transaction,
            $"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{Prefix}%'"
        );
        using var reader = read.ExecuteReader();
        var triggers = new Dictionary<string, string>();
        while (reader.Read())
        {
            triggers[reader.GetString(0)] = reader.GetString(1);
        }

        return triggers;
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var read = connection.Command(null, "PRAGMA schema_version");
        return (long)read.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, DbTransaction transaction, string sql)
    {
        using var command = connection.Command(transaction, sql);
        command.ExecuteNonQuery();
    }

    /// <summary>A trigger that should exist.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Look">A query that fails if the table lacks a column that the trigger needs.</param>
    /// <param name="Sql">The statement that creates it.</param>
    private sealed record Wanted(string Name, string Look, string Sql);
}
