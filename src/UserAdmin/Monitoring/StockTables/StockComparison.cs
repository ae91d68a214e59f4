using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;

namespace UserAdmin.Monitoring.StockTables;

/// <summary>
/// Compares what stands in the stock Identity tables with what the log says, as the read model holds it: at start,
/// every few minutes, and for one account or role when somebody opens it (decision 54). It only looks; nothing is
/// changed.
/// </summary>
internal sealed class StockComparison(
    IStockTables tables,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<StockComparison> logger
) : BackgroundService, IStockReports
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    // Some 50 ms of work, then somebody else's turn: how long a million accounts take is not measured.
    private const int AtOnce = 10_000;
    private const string Name = "comparison";
    private const int MostMembers = 50;

    /// <summary>Comparisons that may fail to come to an end before that is said in the health of the program.</summary>
    private const int MostUnfinished = 3;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// How long somebody who opens an account waits for a quiet moment, and how long a command line does.
    /// </summary>
    private static readonly TimeSpan _whileSomebodyWaits = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _onTheCommandLine = TimeSpan.FromSeconds(10);

    private volatile StockReport _latest = StockReport.None;

    /// <summary>How long the background waits for quiet moments in all, over the stretches of one comparison.</summary>
    internal static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <summary>What the last complete comparison found, and how many after it came to no end.</summary>
    public StockReport Latest => _latest;

    /// <inheritdoc/>
    public StockReport? Overdue => _latest is { Unfinished: >= MostUnfinished } report ? report : null;

    /// <summary>
    /// What differs of one account; what the last comparison found where there is no quiet moment to look.
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

    /// <summary>What differs of one role and of who has it.</summary>
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
    /// <param name="pause">Between two stretches.</param>
    /// <param name="patience">How long to wait for quiet moments, over all stretches.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null when there were too few quiet moments, or there is no read model to compare with.</returns>
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

    /// <summary>Compares everything and keeps what it found, or that it came to no end.</summary>
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
                // One that came to no end is no sign of death: the report counts those.
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

    // A smaller look would not be luckier: only its first moment has to be a quiet one, the rest is read as of then.
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

            // An event is on its way into the read model.
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
