using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Audit;
using UserAdmin.Audit.Search;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Reads the activity from the table of the history. The row id of that table is the log position, so every index of
/// one column is ordered by position within a value: a page is a walk along one index that ends when it is full. SQLite
/// would rather combine filters and sort what it found, so each statement names its index.
/// </summary>
internal sealed class SqliteActivity(ReadContext context) : IActivityReader
{
    /// <summary>The most entries of an index that are looked at for one answer and value.</summary>
    internal const int MostEntries = 50_000;

    /// <summary>The most positions that are looked at for one answer if no filter has an index.</summary>
    internal const int MostPositions = 250_000;

    /// <summary>
    /// The events nearest to an end of a time span whose positions are compared. Positions follow the clock, except
    /// where a clock was set back; this many events may stand in the wrong order.
    /// </summary>
    private const int NearEnd = 1_000;

    public async Task<ActivityStretch> ReadAsync(
        ActivityFilter filter,
        long? before,
        long? after,
        int take,
        CancellationToken cancellationToken
    )
    {
        var isUpward = after is not null;
        var walk = await PlanAsync(filter, before, after, cancellationToken);
        var rows = new List<HistoryRow>();
        foreach (var (sql, parameters) in walk is null ? [] : Statements(walk, "*", take, isUpward))
        {
            rows.AddRange(await context.History.FromSqlRaw(sql, parameters).ToListAsync(cancellationToken));
        }

        var found = (isUpward ? rows.OrderBy(row => row.Position) : rows.OrderByDescending(row => row.Position))
            .Take(take)
            .OrderByDescending(row => row.Position)
            .ToList();
        return new(found, found.Count < take ? walk?.Edge : null);
    }

    public async Task<(IReadOnlyList<ActivityFact> Facts, bool AreAll)> NewestAsync(
        ActivityFilter filter,
        int most,
        CancellationToken cancellationToken
    )
    {
        var walk = await PlanAsync(filter, before: null, after: null, cancellationToken);
        var facts = new List<ActivityFact>();
        foreach (
            var (sql, parameters) in walk is null
                ? []
                : Statements(
                    walk,
                    "Position, EventType, ActorId, ActorName, SubjectId, At, IpAddress",
                    most + 1,
                    isUpward: false
                )
        )
        {
            await using var command = await CommandAsync(sql, parameters, cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                facts.Add(
                    new(
                        reader.GetString(1),
                        reader.GetString(2),
                        reader.GetString(3),
                        reader.GetString(4),
                        new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero),
                        reader.GetInt64(0),
                        reader.GetValue(6) as string
                    )
                );
            }
        }

        return (
            [.. facts.OrderByDescending(fact => fact.Position).Take(most)],
            facts.Count <= most && walk?.Edge is null
        );
    }

    public async Task<IReadOnlyList<string>> AddressesAsync(
        string prefix,
        int most,
        CancellationToken cancellationToken
    )
    {
        // Each step is one look into the index, however many events an address has.
        const string Sql = """
            WITH RECURSIVE Found(Address) AS (
              SELECT MIN(IpAddress) FROM History WHERE IpAddress >= $from AND IpAddress < $to
              UNION ALL
              SELECT (SELECT MIN(IpAddress) FROM History WHERE IpAddress > Found.Address AND IpAddress < $to)
              FROM Found WHERE Found.Address IS NOT NULL
            )
            SELECT Address FROM Found WHERE Address IS NOT NULL LIMIT $most
            """;
        await using var command = await CommandAsync(
            Sql,
            [new("$from", prefix), new("$to", After(prefix)), new("$most", most)],
            cancellationToken
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var addresses = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            addresses.Add(reader.GetString(0));
        }

        return addresses;
    }

    /// <summary>Returns the statements of a filter, as they are sent, for a test of how SQLite executes them.</summary>
    internal async Task<IReadOnlyList<(string Sql, SqliteParameter[] Parameters)>> StatementsAsync(
        ActivityFilter filter,
        long? before,
        int take,
        CancellationToken cancellationToken
    ) =>
        await PlanAsync(filter, before, after: null, cancellationToken) is { } walk
            ? [.. Statements(walk, "*", take, isUpward: false)]
            : [];

    private async Task<Walk?> PlanAsync(
        ActivityFilter filter,
        long? before,
        long? after,
        CancellationToken cancellationToken
    )
    {
        var low = await NumberAsync("SELECT MIN(Position) FROM History", [], cancellationToken) ?? 0;
        var high = await NumberAsync("SELECT MAX(Position) FROM History", [], cancellationToken) ?? -1;
        if (filter.Span is var (from, to))
        {
            low = Math.Max(
                low,
                await NumberAsync(Near("At >= $at", "MIN", "ASC"), [At(from)], cancellationToken) ?? high + 1
            );
            high = Math.Min(
                high,
                await NumberAsync(Near("At < $at", "MAX", "DESC"), [At(to)], cancellationToken) ?? low - 1
            );
        }

        low = Math.Max(low, after + 1 ?? low);
        high = Math.Min(high, before - 1 ?? high);
        if (low > high)
        {
            return null;
        }

        var all = new Walk(null, [], filter, low, high, null);
        var candidates = filter.Conditions.Where(HasIndex).Select(condition => Along(condition, all)).ToList();
        // Nothing else has to be tested, so every entry of the index is an event to show.
        return candidates.Count == filter.Conditions.Count && candidates.Count <= 1
            ? candidates.FirstOrDefault(all)
            : await BoundedAsync(candidates, all, isUpward: after is not null, cancellationToken);
    }

    /// <summary>Returns the walk that has the fewest events to look at, cut off after so many.</summary>
    private async Task<Walk> BoundedAsync(
        List<Walk> candidates,
        Walk all,
        bool isUpward,
        CancellationToken cancellationToken
    )
    {
        var best =
            all.High - all.Low < MostPositions ? all
            : isUpward ? all with { High = all.Low + MostPositions - 1, Edge = all.Low + MostPositions - 1 }
            : all with { Low = all.High - MostPositions + 1, Edge = all.High - MostPositions + 1 };
        if (candidates.Count == 0)
        {
            return best;
        }

        Walk? longest = null;
        foreach (var walk in candidates)
        {
            long? edge = null;
            foreach (var key in walk.Keys)
            {
                var reached = await NumberAsync(
                    $"""
                    SELECT Position FROM History INDEXED BY {IndexOf(walk.Column!.Value)}
                    WHERE {ColumnOf(walk.Column.Value)} = $key AND Position BETWEEN $low AND $high
                    ORDER BY Position {(isUpward ? "ASC" : "DESC")} LIMIT 1 OFFSET {MostEntries}
                    """,
                    [new("$key", key), new("$low", all.Low), new("$high", all.High)],
                    cancellationToken
                );
                edge =
                    reached is not { } at ? edge
                    : isUpward ? Math.Min(edge ?? at, at)
                    : Math.Max(edge ?? at, at);
            }

            if (edge is not { } end)
            {
                return walk;
            }

            var cut = isUpward ? walk with { High = end, Edge = end } : walk with { Low = end, Edge = end };
            longest = longest is null || cut.High - cut.Low > longest.High - longest.Low ? cut : longest;
        }

        return longest!.High - longest.Low > best.High - best.Low ? longest : best;
    }

    private static bool HasIndex(ActivityCondition condition) =>
        condition is { IsNegated: false, AnyOf: [ActivityTest.OneOf { Values.Count: <= IActivityReader.MostKeys } one] }
        && one.Column
            is ActivityColumn.Actor
                or ActivityColumn.Subject
                or ActivityColumn.Type
                or ActivityColumn.Batch
                or ActivityColumn.Address;

    private static Walk Along(ActivityCondition condition, Walk all)
    {
        var one = (ActivityTest.OneOf)condition.AnyOf[0];
        return all with
        {
            Column = one.Column,
            Keys = [.. one.Values.Distinct()],
            Filter = all.Filter with
            {
                Conditions = [.. all.Filter.Conditions.Where(other => !ReferenceEquals(other, condition))],
            },
        };
    }

    private static IEnumerable<(string Sql, SqliteParameter[] Parameters)> Statements(
        Walk walk,
        string columns,
        int take,
        bool isUpward
    )
    {
        var keys = walk.Column is null ? (IReadOnlyList<string?>)[null] : walk.Keys;
        foreach (var key in keys)
        {
            var sql = new StringBuilder();
            var parameters = new List<SqliteParameter> { new("$low", walk.Low), new("$high", walk.High) };
            sql.Append(CultureInfo.InvariantCulture, $"SELECT {columns} FROM History ");
            if (walk.Column is { } column)
            {
                parameters.Add(new("$key", key));
                sql.Append(
                    CultureInfo.InvariantCulture,
                    $"INDEXED BY {IndexOf(column)} WHERE {ColumnOf(column)} = $key AND "
                );
            }
            else
            {
                sql.Append("NOT INDEXED WHERE ");
            }

            sql.Append("Position BETWEEN $low AND $high");
            if (walk.Filter.Span is var (from, to))
            {
                sql.Append(" AND At >= $from AND At < $to");
                parameters.Add(new("$from", from.UtcTicks));
                parameters.Add(new("$to", to.UtcTicks));
            }

            foreach (var condition in walk.Filter.Conditions)
            {
                var any = string.Join(" OR ", condition.AnyOf.Select(test => Test(test, parameters)));
                // Where a value is missing, a comparison is neither true nor false.
                sql.Append(condition.IsNegated ? $" AND NOT COALESCE(({any}), 0)" : $" AND ({any})");
            }

            sql.Append(CultureInfo.InvariantCulture, $" ORDER BY Position {(isUpward ? "ASC" : "DESC")} LIMIT {take}");
            yield return (sql.ToString(), [.. parameters]);
        }
    }

    private static string Test(ActivityTest test, List<SqliteParameter> parameters)
    {
        string Parameter(object value)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"$p{parameters.Count}");
            parameters.Add(new(name, value));
            return name;
        }

        return test switch
        {
            ActivityTest.OneOf { Values.Count: 0 } => "0",
            // Names of properties are letters only; JSON writes them as they are.
            ActivityTest.OneOf { Column: ActivityColumn.Fields } fields => string.Join(
                " OR ",
                fields.Values.Select(name =>
                    $"ChangesJson LIKE {Parameter($"%\"Field\":{Escaped(JsonSerializer.Serialize(name))}%")} ESCAPE '!'"
                )
            ),
            ActivityTest.OneOf one =>
                $"{ColumnOf(one.Column)} IN ({string.Join(", ", one.Values.Select(value => Parameter(value)))})",
            ActivityTest.Missing missing => $"({ColumnOf(missing.Column)} IS NULL OR {ColumnOf(missing.Column)} = '')",
            // The reason follows the line feed.
            ActivityTest.Contains { Column: ActivityColumn.Reason } reason =>
                $"instr(substr(Words, instr(Words, char(10)) + 1), {Parameter(reason.Text)}) > 0",
            ActivityTest.Contains contains => $"instr({ColumnOf(contains.Column)}, {Parameter(contains.Text)}) > 0",
            ActivityTest.BeginsWith { Column: var column } begins =>
                $"({ColumnOf(column)} >= {Parameter(begins.Text)} AND {ColumnOf(column)} < "
                    + $"{Parameter(After(begins.Text))})",
            ActivityTest.Within within =>
                $"(At >= {Parameter(within.From.UtcTicks)} AND At < {Parameter(within.To.UtcTicks)})",
            _ => throw new ArgumentOutOfRangeException(nameof(test)),
        };
    }

    private static string Escaped(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);

    private static string Near(string where, string least, string order) =>
        $"""
            SELECT {least}(Position) FROM (
              SELECT Position FROM History INDEXED BY IX_History_At WHERE {where}
              ORDER BY At {order}, Position {order} LIMIT {NearEnd})
            """;

    private static SqliteParameter At(DateTimeOffset at) => new("$at", at.UtcTicks);

    // The first text after all that begin with this one. Addresses end with a digit, a letter, a dot or a colon.
    private static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    private static string ColumnOf(ActivityColumn column) =>
        column switch
        {
            ActivityColumn.Actor => nameof(HistoryRow.ActorId),
            ActivityColumn.Subject => nameof(HistoryRow.SubjectId),
            ActivityColumn.Type => nameof(HistoryRow.EventType),
            ActivityColumn.Batch => nameof(HistoryRow.BatchId),
            ActivityColumn.Address => nameof(HistoryRow.IpAddress),
            ActivityColumn.Fields => nameof(HistoryRow.ChangesJson),
            ActivityColumn.Reason => nameof(HistoryRow.Reason),
            ActivityColumn.Words => nameof(HistoryRow.Words),
            _ => nameof(HistoryRow.At),
        };

    private static string IndexOf(ActivityColumn column) =>
        column is ActivityColumn.Subject ? "IX_History_SubjectId_Position" : $"IX_History_{ColumnOf(column)}";

    private async Task<long?> NumberAsync(string sql, SqliteParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = await CommandAsync(sql, parameters, cancellationToken);
        return await command.ExecuteScalarAsync(cancellationToken) is long number ? number : null;
    }

    private async Task<DbCommand> CommandAsync(
        string sql,
        SqliteParameter[] parameters,
        CancellationToken cancellationToken
    )
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var command = context.Database.GetDbConnection().Command(null, sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>The events to look at, in the order of their positions.</summary>
    /// <param name="Column">The column along whose index to walk; null for the table.</param>
    /// <param name="Keys">The values in that column, each of which is a walk of its own.</param>
    /// <param name="Filter">What is tested of each event.</param>
    /// <param name="Low">The lowest position, inclusive.</param>
    /// <param name="High">The highest position, inclusive.</param>
    /// <param name="Edge">The position at which the walk was cut off, or null.</param>
    private sealed record Walk(
        ActivityColumn? Column,
        IReadOnlyList<string> Keys,
        ActivityFilter Filter,
        long Low,
        long High,
        long? Edge
    );
}
