using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Users.Index.Snapshots;

/// <summary>
/// Writes the snapshot of the list index: after a load from rows, after many events, soon after an account was removed
/// for good, and when the program stops.
/// </summary>
internal sealed class UserIndexSnapshotRunner(
    UserIndexing indexing,
    ReadModelInUse inUse,
    UserIndexSnapshots snapshots,
    IWriteStore writeStore,
    TimeProvider time,
    ILogger<UserIndexSnapshotRunner> logger
) : BackgroundService
{
    /// <summary>
    /// The number of events after which a new snapshot is written. A start reads the rows that they changed by key,
    /// which takes a fraction of a second.
    /// </summary>
    internal const int MostEvents = 10_000;

    // At most one snapshot in this time: a large one is nearly 200 MB.
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(15);

    private UserDirectory? _written;
    private long _position;
    private int _removals;

    /// <summary>Writes a snapshot if there is reason to.</summary>
    /// <param name="isStopping">Whether the program is stopping, which is reason enough if anything has
    /// changed.</param>
    /// <returns>True if a snapshot was written.</returns>
    public bool RunOnce(bool isStopping = false)
    {
        if (indexing.Current is not { } users || !IsDue(users, isStopping))
        {
            return false;
        }

        using var log = new LogReader(writeStore);
        var (generation, removals) = (inUse.Checkpoint.Generation, users.Index.Removals);
        if (removals > _removals)
        {
            // Even if the next one cannot be written, the name of the account must not stay on disk.
            snapshots.Delete();
        }

        var position = snapshots.Write(users.Index, generation, log);
        // After a rebuild that came in between, the generation may be that of another index.
        if (indexing.Current != users || inUse.Checkpoint.Generation != generation)
        {
            snapshots.Delete();
            return false;
        }

        (_written, _position, _removals) = (users, position, removals);
        return true;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Try(isStopping: true);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Try(isStopping: false);
        }
    }

    private bool IsDue(UserDirectory users, bool isStopping)
    {
        if (_written != users)
        {
            // One that the index was read from needs not be written again.
            if (users.SnapshotAt is not { } position)
            {
                return true;
            }

            (_written, _position, _removals) = (users, position, 0);
        }

        var events = users.Index.Position - _position;
        return events >= MostEvents || users.Index.Removals > _removals || (isStopping && events > 0);
    }

    // Without a snapshot the next start takes longer, that is all.
    private void Try(bool isStopping)
    {
        try
        {
            RunOnce(isStopping);
        }
        catch (Exception fault)
        {
            logger.LogWarning(fault, "The snapshot of the list index cannot be written.");
        }
    }
}
