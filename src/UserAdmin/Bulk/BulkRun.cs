using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Undoing;

namespace UserAdmin.Bulk;

/// <summary>
/// A bulk action on the write side, running or finished, with what is needed to continue after a restart.
/// </summary>
internal sealed class BulkRun : IRecordsEvents
{
    public string BatchId { get; set; } = "";

    /// <summary>The person in whose name each user is changed; their permissions are checked for each user.</summary>
    public string ActorId { get; set; } = "";

    public BulkAction Action { get; set; }

    /// <summary>The role to assign or remove, or null.</summary>
    public string? RoleId { get; set; }

    /// <summary>Until when to lock, or null.</summary>
    public DateTimeOffset? LockUntil { get; set; }

    public string? Reason { get; set; }

    public int Total { get; set; }

    /// <summary>How many users are done.</summary>
    public int Done { get; set; }

    public BulkStatus Status { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public List<IEvent> Events { get; } = [];

    public bool IsOver => Status is BulkStatus.Finished or BulkStatus.Cancelled;

    public static BulkRun Start(BulkRun run, string? roleName, string? undoes = null)
    {
        run.Events.Add(
            new BulkActionStarted(run.BatchId, run.Action, run.Total, run.RoleId, roleName, run.LockUntil)
            {
                Undoes = undoes,
            }
        );
        return run;
    }

    /// <summary>
    /// Asks the runner to stop. The runner first records the results that are under way, so that the report is
    /// complete.
    /// </summary>
    public void RequestCancel()
    {
        if (Status == BulkStatus.Running)
        {
            Status = BulkStatus.Cancelling;
            Events.Add(new BulkActionCancelRequested(BatchId));
        }
    }

    /// <summary>
    /// Records the results of the next users, and ends the action after the last one or when it is being cancelled.
    /// </summary>
    public void Record(IReadOnlyList<BulkItemDone> items)
    {
        if (items.Count > 0)
        {
            Done += items.Count;
            Events.Add(new BulkActionProgressed(BatchId, items));
        }

        if (Done >= Total || Status == BulkStatus.Cancelling)
        {
            Status = Done >= Total ? BulkStatus.Finished : BulkStatus.Cancelled;
            Events.Add(new BulkActionFinished(BatchId, Status == BulkStatus.Cancelled));
        }
    }
}

/// <summary>
/// Some of the users of a bulk action, in order. The ids are stored in a separate table, in parts: 100,000 ids in the
/// run's row would be rewritten each time progress is recorded, and one row for each id would hold the write gate for
/// seconds.
/// </summary>
internal sealed class BulkRunUsers
{
    /// <summary>The number of ids in a part; the last part may have fewer.</summary>
    public const int Size = 1000;

    public string BatchId { get; set; } = "";

    /// <summary>Position of the first id, from 0.</summary>
    public int First { get; set; }

    /// <summary>The ids, one per line.</summary>
    public string UserIds { get; set; } = "";

    /// <summary>
    /// For an undo, the log positions of the events of each account, joined by spaces, one line per account; otherwise
    /// null.
    /// </summary>
    public string? Events { get; set; }

    /// <summary>Returns the accounts of this part.</summary>
    public IEnumerable<BulkRunUser> Users()
    {
        var events = Events?.Split('\n');
        return UserIds
            .Split('\n')
            .Select(
                (userId, place) =>
                    new BulkRunUser(
                        First + place,
                        userId,
                        events is null
                            ? []
                            :
                            [
                                .. events[place]
                                    .Split(' ')
                                    .Select(position => long.Parse(position, CultureInfo.InvariantCulture)),
                            ]
                    )
            );
    }

    public static IEnumerable<BulkRunUsers> Of(string batchId, IEnumerable<UndoEvents> accounts) =>
        accounts
            .Chunk(Size)
            .Select(
                (part, number) =>
                    new BulkRunUsers
                    {
                        BatchId = batchId,
                        First = number * Size,
                        UserIds = string.Join('\n', part.Select(account => account.UserId)),
                        Events = string.Join('\n', part.Select(account => string.Join(' ', account.Positions))),
                    }
            );

    public static IEnumerable<BulkRunUsers> Of(string batchId, IEnumerable<string> userIds) =>
        userIds
            .Chunk(Size)
            .Select(
                (ids, number) =>
                    new BulkRunUsers
                    {
                        BatchId = batchId,
                        First = number * Size,
                        UserIds = string.Join('\n', ids),
                    }
            );
}

/// <summary>One user of a bulk action whose turn comes.</summary>
/// <param name="Ordinal">Place in the action's order, from 0.</param>
/// <param name="UserId">The user.</param>
/// <param name="Events">For an undo, the log positions of the events; otherwise empty.</param>
internal sealed record BulkRunUser(int Ordinal, string UserId, IReadOnlyList<long> Events);
