using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UserAdmin.Monitoring.StockTables;

/// <summary>
/// Compares what stands in the stock Identity tables with what the log says, as the read model holds it: at start, every few minutes, and for
/// one account or role when somebody opens it (decision 54). It only looks; nothing is changed.
/// </summary>
internal sealed class StockComparison(IStockTables tables, RunnerHeartbeats heartbeats, TimeProvider time, ILogger<StockComparison> logger) : BackgroundService, IStockReports
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    // Some 50 ms of work, then somebody else's turn: how long a million accounts take is not measured.
    private const int AtOnce = 10_000;
    private const string Name = "comparison";
    private const int MostMembers = 50;
    private const int Tries = 40;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(25);

    private volatile StockReport _latest = StockReport.None;

    /// <summary>What the last comparison found.</summary>
    public StockReport Latest => _latest;

    /// <summary>What differs of one account; what the last comparison found where there is no quiet moment to look.</summary>
    public async Task<IReadOnlyList<StockDifference>> OfUserAsync(string userId, CancellationToken cancellationToken)
    {
        using var snapshots = tables.Open();
        return snapshots is not null && await LookAsync(snapshots, () => snapshots.Accounts(new(userId, null)).ToList(), cancellationToken) is { } found
            ? found
            : [.. Latest.Differences.Where(known => !known.IsRole && known.SubjectId == userId)];
    }

    /// <summary>What differs of one role and of who has it.</summary>
    public async Task<IReadOnlyList<StockDifference>> OfRoleAsync(string roleId, CancellationToken cancellationToken)
    {
        using var snapshots = tables.Open();
        return snapshots is not null && await LookAsync(
                snapshots, () => snapshots.Roles().Where(role => role.SubjectId == roleId).Concat(snapshots.Members(roleId, MostMembers)).ToList(), cancellationToken) is { } found
            ? found
            : [.. Latest.Differences.Where(known => known.IsRole && known.SubjectId == roleId)];
    }

    Task<StockReport?> IStockReports.CompareAsync(CancellationToken cancellationToken) => CompareAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>Compares everything.</summary>
    /// <returns>Null when there was no quiet moment, or no read model to compare with.</returns>
    public async Task<StockReport?> CompareAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var snapshots = tables.Open();
        if (snapshots is null || await LookAsync(snapshots, () => snapshots.Roles().Take(StockReport.Most).ToList(), cancellationToken) is not { } differences)
        {
            return null;
        }

        var (compared, after) = (0, "");
        while (true)
        {
            var stretch = await LookAsync(
                snapshots,
                () => snapshots.Next(after, AtOnce) is { } next ? (next.Range.Last, next.Count, snapshots.Accounts(next.Range).Take(StockReport.Most - differences.Count).ToList()) : (null, 0, []),
                cancellationToken);
            if (stretch == default)
            {
                return null;
            }

            if (stretch.Last is null)
            {
                return new(time.GetUtcNow(), compared, differences);
            }

            differences.AddRange(stretch.Item3);
            (compared, after) = (compared + stretch.Count, stretch.Last);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Compares everything and keeps what it found.</summary>
    public async Task RunOnceAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (await CompareAsync(pause, cancellationToken) is { } report)
        {
            if (report.Differences.Count > 0 && !report.Differences.SequenceEqual(_latest.Differences))
            {
                logger.LogWarning("{Count} facts in the Identity tables are not in the log: another program changed them. The page System lists them.", report.Differences.Count);
            }

            _latest = report;
        }
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
                await RunOnceAsync(_pause, stoppingToken);
                heartbeats.Beat(Name, Interval * 3);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(fault, "The Identity tables could not be compared with the log; the next try is in {Minutes} min.", Interval.TotalMinutes);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<T?> LookAsync<T>(IStockSnapshots snapshots, Func<T> look, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
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

            // An event is on its way into the read model.
            await Task.Delay(_betweenTries, time, cancellationToken);
        }

        return default;
    }
}
