namespace UserAdmin.Monitoring.StockTables;

/// <summary>Goes through all accounts and roles once, range by range, and compares them.</summary>
internal sealed class StockPass(IStockTables tables, StockMoments moments, TimeProvider time)
{
    // About 50 ms of work, then others get their turn. The time for a million accounts has not been measured.
    private const int AtOnce = 10_000;

    /// <summary>Compares everything.</summary>
    /// <param name="pause">The pause between two ranges of accounts.</param>
    /// <param name="patience">The total time to wait for the read model to be at the end of the log.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null if that time ran out or there is no read model to compare with.</returns>
    public async Task<StockReport?> CompareAsync(TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var snapshots = tables.Open();
        var waiting = new StockPatience(patience);
        if (
            snapshots is null
            || await moments.LookAsync(
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
        while (true)
        {
            if (
                await moments.LookAsync(
                    snapshots,
                    () => Look(snapshots, after, StockReport.Most - differences.Count),
                    waiting,
                    cancellationToken
                )
                is not { } stretch
            )
            {
                return null;
            }

            if (stretch.Last is null)
            {
                break;
            }

            differences.AddRange(stretch.Differences);
            (compared, after) = (compared + stretch.Count, stretch.Last);
            await PauseAsync(pause, cancellationToken);
        }

        var isComplete = await StrangersAsync(snapshots, differences, pause, waiting, cancellationToken);
        return isComplete ? new(time.GetUtcNow(), compared, differences) : null;
    }

    /// <summary>Adds the accounts that only the stock tables have.</summary>
    private async Task<bool> StrangersAsync(
        IStockSnapshots snapshots,
        List<StockDifference> differences,
        TimeSpan pause,
        StockPatience waiting,
        CancellationToken cancellationToken
    )
    {
        var after = "";
        while (
            await moments.LookAsync(snapshots, () => snapshots.Strangers(after, AtOnce), waiting, cancellationToken)
                is { } stretch
        )
        {
            if (stretch.Last is null)
            {
                return true;
            }

            differences.AddRange(stretch.Differences.Take(StockReport.Most - differences.Count));
            after = stretch.Last;
            await PauseAsync(pause, cancellationToken);
        }

        return false;
    }

    private Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        pause > TimeSpan.Zero ? Task.Delay(pause, time, cancellationToken) : Task.CompletedTask;

    private static Stretch Look(IStockSnapshots snapshots, string after, int most) =>
        snapshots.Next(after, AtOnce) is { } next
            ? new(next.Range.Last, next.Count, [.. snapshots.Accounts(next.Range).Take(most)])
            : new(null, 0, []);
}
