using Microsoft.Extensions.Logging;
using UserAdmin.Following;

namespace UserAdmin.Monitoring.StockTables;

/// <summary>
/// Compares the stock Identity tables with the log's content in the read model: everything for the background worker,
/// and a single account or role when somebody opens it (decision 54).
/// </summary>
internal sealed class StockComparison(
    IStockTables tables,
    StockMoments moments,
    StockPass pass,
    ReconciliationSignal asked,
    ILogger<StockComparison> logger
) : IStockReports
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private const int MostMembers = 50;

    /// <summary>The number of unfinished comparisons before the health of the program reports them.</summary>
    private const int MostUnfinished = 3;

    /// <summary>
    /// How long a person who opens an account, or a command line, waits for the read model to be at the end of the log.
    /// Behind a console that serves, it is there within a second; behind none, everybody waits in vain.
    /// </summary>
    private static readonly TimeSpan _whileSomebodyWaits = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _onTheCommandLine = TimeSpan.FromSeconds(4);

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
        if (
            snapshots is null
            || await moments.LookAsync(
                snapshots,
                () => snapshots.Accounts(new(userId, null)).ToList(),
                new(_whileSomebodyWaits),
                cancellationToken
            )
                is not { } found
        )
        {
            return [.. Latest.Differences.Where(known => !known.IsRole && known.SubjectId == userId)];
        }

        if (found.Count > 0)
        {
            asked.Ask(userId, isRole: false);
        }

        return found;
    }

    /// <summary>Returns the differences of one role and its members.</summary>
    public async Task<IReadOnlyList<StockDifference>> OfRoleAsync(string roleId, CancellationToken cancellationToken)
    {
        using var snapshots = tables.Open();
        if (
            snapshots is null
            || await moments.LookAsync(
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
                is not { } found
        )
        {
            return [.. Latest.Differences.Where(known => known.IsRole && known.SubjectId == roleId)];
        }

        if (found.Count > 0)
        {
            asked.Ask(roleId, isRole: true);
            asked.AskForEverything();
        }

        return found;
    }

    Task<StockReport?> IStockReports.CompareAsync(CancellationToken cancellationToken) =>
        CompareAsync(TimeSpan.Zero, _onTheCommandLine, cancellationToken);

    /// <summary>Compares everything.</summary>
    /// <param name="pause">The pause between two ranges of accounts.</param>
    /// <param name="patience">The total time to wait for the read model to be at the end of the log.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null if that time ran out or there is no read model to compare with.</returns>
    public Task<StockReport?> CompareAsync(TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken) =>
        pass.CompareAsync(pause, patience, cancellationToken);

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
}
