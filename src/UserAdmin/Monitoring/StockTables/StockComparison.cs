using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;

namespace UserAdmin.Monitoring.StockTables;

/// <summary>
/// Compares the stock Identity tables with the log's content in the read model: at start, every few minutes, and for a
/// single account or role when somebody opens it (decision 54). It changes nothing.
/// </summary>
internal sealed class StockComparison(
    IStockTables tables,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<StockComparison> logger
) : BackgroundService, IStockReports
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    // About 50 ms of work, then others get their turn. The time for a million accounts has not been measured.
    private const int AtOnce = 10_000;
    private const string Name = "comparison";
    private const int MostMembers = 50;

    /// <summary>The number of unfinished comparisons before the health of the program reports them.</summary>
    private const int MostUnfinished = 3;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// How long a person who opens an account, or a command line, waits for the read model to be at the end of the log.
    /// </summary>
    private static readonly TimeSpan _whileSomebodyWaits = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _onTheCommandLine = TimeSpan.FromSeconds(10);

    private volatile StockReport _latest = StockReport.None;

    /// <summary>The total time that the background worker waits for such moments during one comparison.</summary>
    internal static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The result of the last complete comparison, and the number of unfinished ones after it.</summary>
    public StockReport Latest => _latest;

    /// <inheritdoc/>
    public StockReport? Overdue => _latest is { Unfinished: >= MostUnfinished } report ? report : null;

    /// <summary>
    /// Returns the differences of one account, or those of the last comparison if the read model does not reach the end
    /// of the log in time.
    /// </summary>
    public async Task<IReadOnlyList<StockDifference>> OfUserAsync(string userId, CancellationToken cancellationToken)
    {
        using var snapshots = tables.Open();
        return
            snapshots is not null
            && await LookAsync(
                snapshots,
                () => snapshots.Accounts(new(userId, null)).ToList(),
                new(_whileSomebodyWaits),
                cancellationToken
            )
                is { } found
            ? found
            : [.. Latest.Differences.Where(known => !known.IsRole && known.SubjectId == userId)];
    }

    /// <summary>Returns the differences of one role and its members.</summary>
    public async Task<IReadOnlyList<StockDifference>> OfRoleAsync(string roleId, CancellationToken cancellationToken)
    {
        using var snapshots = tables.Open();
        return
            snapshots is not null
            && await LookAsync(
                snapshots,
                () =>
                    snapshots
                        .Roles()
                        .Where(role => role.SubjectId == roleId)
                        .Concat(snapshots.Members(roleId, MostMembers))
                        .ToList(),
                new(_whileSomebodyWaits),
                cancellationToken
            )
                is { } found
            ? found
            : [.. Latest.Differences.Where(known => known.IsRole && known.SubjectId == roleId)];
    }

    Task<StockReport?> IStockReports.CompareAsync(CancellationToken cancellationToken) =>
        CompareAsync(TimeSpan.Zero, _onTheCommandLine, cancellationToken);

    /// <summary>Compares everything.</summary>
    /// <param name="pause">The pause between two ranges of accounts.</param>
    /// <param name="patience">The total time to wait for the read model to be at the end of the log.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null if that time ran out or there is no read model to compare with.</returns>
    public async Task<StockReport?> CompareAsync(TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var snapshots = tables.Open();
        var waiting = new Waiting(patience);
        if (
            snapshots is null
            || await LookAsync(
                snapshots,
                () => snapshots.Roles().Take(StockReport.Most).ToList(),
                waiting,
                cancellationToken
            )
                is not { } differences
        )
        {
            return null;
        }

        var (compared, after) = (0, "");
        while (
            await LookAsync(
                snapshots,
                () => Look(snapshots, after, StockReport.Most - differences.Count),
                waiting,
                cancellationToken
            )
                is { } stretch
        )
        {
            if (stretch.Last is null)
            {
                return new(time.GetUtcNow(), compared, differences);
            }

            differences.AddRange(stretch.Differences);
            (compared, after) = (compared + stretch.Count, stretch.Last);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Compares everything and stores the result, or that the comparison was not finished.</summary>
    public async Task RunOnceAsync(TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken)
    {
        var before = _latest;
        if (await CompareAsync(pause, patience, cancellationToken) is not { } report)
        {
            _latest = before with { Unfinished = before.Unfinished + 1 };
            if (before.Unfinished == 0)
            {
                logger.LogWarning(
                    "The Identity tables could not be compared with the log to the end: the read model did "
                        + "not stand at the end of the log for long enough. "
                        + "The next try is in {Minutes} min.",
                    Interval.TotalMinutes
                );
            }

            return;
        }

        if (report.Differences.Count > 0 && !report.Differences.SequenceEqual(before.Differences))
        {
            logger.LogWarning(
                "{Count} facts in the Identity tables are not in the log: another program changed them. "
                    + "The page System lists them.",
                report.Differences.Count
            );
        }

        _latest = report;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, time);
        heartbeats.Beat(Name, Interval * 3);
        do
        {
            try
            {
                await RunOnceAsync(_pause, Patience, stoppingToken);
                // An unfinished comparison is still a heartbeat; the report counts those.
                heartbeats.Beat(Name, Interval * 3);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(
                    fault,
                    "The Identity tables could not be compared with the log; the next try is in {Minutes} min.",
                    Interval.TotalMinutes
                );
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static Stretch Look(IStockSnapshots snapshots, string after, int most) =>
        snapshots.Next(after, AtOnce) is { } next
            ? new(next.Range.Last, next.Count, [.. snapshots.Accounts(next.Range).Take(most)])
            : new(null, 0, []);

    // A smaller range would not help: the read model must be at the end of the log only when the snapshot begins.
    private async Task<T?> LookAsync<T>(
        IStockSnapshots snapshots,
        Func<T> look,
        Waiting waiting,
        CancellationToken cancellationToken
    )
        where T : class
    {
        while (true)
        {
            var isSame = snapshots.TryBegin();
            try
            {
                if (isSame)
                {
                    return look();
                }
            }
            finally
            {
                snapshots.End();
            }

            if (waiting.Left < _betweenTries)
            {
                return null;
            }

            // The read model has not applied the latest event yet.
            waiting.Left -= _betweenTries;
            await Task.Delay(_betweenTries, time, cancellationToken);
        }
    }

    private sealed record Stretch(string? Last, int Count, IReadOnlyList<StockDifference> Differences);

    private sealed class Waiting(TimeSpan patience)
    {
        public TimeSpan Left { get; set; } = patience;
    }
}
