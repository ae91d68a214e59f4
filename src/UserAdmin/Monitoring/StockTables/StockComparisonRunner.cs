using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Following;
using UserAdmin.Messaging;

namespace UserAdmin.Monitoring.StockTables;

/// <summary>
/// Compares everything at start, every few minutes and when somebody asks, and records what differs (decision 80).
/// </summary>
internal sealed class StockComparisonRunner(
    StockComparison comparison,
    StockReconciliation reconciliation,
    ReconciliationSignal asked,
    AdoptionState adoption,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<StockComparisonRunner> logger
) : BackgroundService
{
    private const string Name = "comparison";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Compares everything, records what differs, and compares again, as long as that helps.</summary>
    public async Task ReconcileAsync(TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken)
    {
        do
        {
            await comparison.RunOnceAsync(pause, patience, cancellationToken);
        } while (
            comparison.Latest is { Unfinished: 0, Differences: { Count: > 0 } found }
            && await reconciliation.RecordAsync(
                [.. found.Where(one => !one.IsRole).Select(one => one.SubjectId).Distinct()],
                [.. found.Where(one => one.IsRole).Select(one => one.SubjectId).Distinct()],
                cancellationToken
            ) > 0
        );
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        heartbeats.Beat(Name, StockComparison.Interval * 3);
        var isEverything = true;
        while (true)
        {
            var begun = time.GetTimestamp();
            try
            {
                var (all, users, roles) = asked.Take();
                if (adoption.Current is not null)
                {
                    // What it would find are accounts whose turn has not come; the end of the reading asks again.
                }
                else if (isEverything || all)
                {
                    await ReconcileAsync(_pause, StockComparison.Patience, stoppingToken);
                }
                else
                {
                    await reconciliation.RecordAsync(users, roles, stoppingToken);
                }

                // An unfinished comparison is still a heartbeat; the report counts those.
                heartbeats.Beat(Name, StockComparison.Interval * 3);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(
                    fault,
                    "The Identity tables could not be compared with the log; the next try is in {Minutes} min.",
                    StockComparison.Interval.TotalMinutes
                );
            }

            // Not more often, however often somebody asks.
            await Task.Delay(_pause, time, stoppingToken);
            isEverything = await IsTimeAsync(StockComparison.Interval - time.GetElapsedTime(begun), stoppingToken);
        }
    }

    /// <summary>Waits until somebody asks. Returns true if nobody did so in time.</summary>
    private async Task<bool> IsTimeAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await asked
                .WaitAsync(cancellationToken)
                .WaitAsync(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, time, cancellationToken);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}
