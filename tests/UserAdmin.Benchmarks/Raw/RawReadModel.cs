using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace UserAdmin.Benchmarks.Raw;

/// <summary>
/// A read model maintained by raw statements: it reads the log, but copies ready-made rows instead of projecting
/// events.
/// </summary>
internal sealed class RawReadModel : IDisposable
{
    // Table, key, and the condition that finds the rows changed by a batch of events: by the subjects' ids, or by the
    // first and last position.
    private static readonly (string Name, string Key, string Touched)[] _tables =
    [
        ("Users", "Id", "\"Id\" IN (SELECT value FROM json_each(@ids))"),
        ("UserRoles", "\"UserId\", \"RoleId\"", "\"UserId\" IN (SELECT value FROM json_each(@ids))"),
        ("History", "Position", "\"Position\" BETWEEN @first AND @last"),
    ];

    private readonly SqliteConnection _log;
    private readonly SqliteConnection _source;
    private readonly SqliteConnection _target;
    private readonly SqliteCommand _next;
    private readonly SqliteCommand _move;
    private readonly SqliteCommand[] _touched;
    private readonly SqliteCommand[] _store;

    /// <param name="log">The write database.</param>
    /// <param name="source">A read model that already has the rows.</param>
    /// <param name="target">The read model to write.</param>
    public RawReadModel(SqliteConnection log, SqliteConnection source, SqliteConnection target)
    {
        (_log, _source, _target) = (log, source, target);
        _next = log.Statement(
            """
            SELECT "Position", "SubjectId", "Hash", "PreviousHash", "Type", "Version", "Payload",
              "ActorId", "ActorName", "At", "CommandId", "CommandName",
                   "CorrelationId", "Reason", "IpAddress"
            FROM "EventLog" WHERE "Position" > @after ORDER BY "Position" LIMIT @take
            """,
            "@after",
            "@take"
        );
        _move = target.Statement(
            "UPDATE \"Checkpoint\" SET \"Position\" = @position, \"Hash\" = @hash",
            "@position",
            "@hash"
        );
        _touched =
        [
            .. _tables.Select(table =>
                source.Statement($"SELECT * FROM \"{table.Name}\" WHERE {table.Touched}", "@ids", "@first", "@last")
            ),
        ];
        _store = [.. _tables.Select(table => Upsert(target, table.Name, table.Key))];
        using var position = target.Statement("SELECT \"Position\" FROM \"Checkpoint\"");
        Position = (long)position.ExecuteScalar()!;
    }

    public long Position { get; private set; }

    /// <summary>Applies the next events.</summary>
    /// <returns>The number of events, and the time taken, not counting the time to fetch the ready-made rows.</returns>
    public (int Events, TimeSpan Time) Follow(int take)
    {
        var watch = Stopwatch.StartNew();
        var events = _next.With(Position, take).Rows();
        watch.Stop();
        if (events.Count == 0)
        {
            return (0, watch.Elapsed);
        }

        var ids = JsonSerializer.Serialize(events.Select(row => (string)row[1]).Distinct());
        var (first, last) = ((long)events[0][0], (long)events[^1][0]);
        var rows = _touched.Select(touched => touched.With(ids, first, last).Rows()).ToList();

        watch.Start();
        using (var transaction = _target.BeginTransaction())
        {
            for (var i = 0; i < rows.Count; i++)
            {
                _store[i].Transaction = transaction;
                foreach (var row in rows[i])
                {
                    _store[i].With(row).ExecuteNonQuery();
                }
            }

            _move.Transaction = transaction;
            _move.With(last, events[^1][2]).ExecuteNonQuery();
            transaction.Commit();
        }

        watch.Stop();
        Position = last;
        return (events.Count, watch.Elapsed);
    }

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_next, _move, .. _touched, .. _store])
        {
            command.Dispose();
        }

        _source.Dispose();
        _log.Dispose();
    }

    private static SqliteCommand Upsert(SqliteConnection target, string table, string key)
    {
        using var names = target.Statement($"SELECT name FROM pragma_table_info('{table}')");
        var columns = names.Rows().ConvertAll(row => (string)row[0]);
        return target.Statement(
            $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) VALUES "
                + $"({string.Join(", ", columns.Select((_, i) => $"@v{i}"))}) "
                + $"ON CONFLICT ({key}) DO UPDATE SET "
                + $"{string.Join(", ", columns.Select(column => $"\"{column}\" = excluded.\"{column}\""))}",
            [.. columns.Select((_, i) => $"@v{i}")]
        );
    }
}
