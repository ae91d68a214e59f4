using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Audit.Queries;

/// <summary>The marks of a timeline: what happened to one user or role, oldest first.</summary>
/// <param name="UserId">Key of the account or role.</param>
[Permission(Permissions.AuditRead)]
public sealed record GetUserTimeline(string UserId) : IQuery<Timeline>
{
    /// <summary>The maximum number of marks; older events are left out.</summary>
    public const int Most = 2_000;
}

/// <summary>What happened to a subject.</summary>
/// <param name="Marks">The newest <see cref="GetUserTimeline.Most"/> events, oldest first.</param>
/// <param name="Total">The number of all events.</param>
public sealed record Timeline(IReadOnlyList<TimelineMark> Marks, int Total)
{
    /// <summary>Whether there are older events than the first mark.</summary>
    public bool HasOlder => Total > Marks.Count;
}

/// <summary>One event of a timeline.</summary>
/// <param name="Position">Position in the log.</param>
/// <param name="At">When it happened, in UTC.</param>
/// <param name="What">What happened, in words.</param>
/// <param name="EventType">Type of the event, for icons.</param>
/// <param name="ActorName">Who did it.</param>
/// <param name="IsChange">Whether it is a change of the subject, and not a sign-in or mail.</param>
public sealed record TimelineMark(
    long Position,
    DateTimeOffset At,
    string What,
    string EventType,
    string ActorName,
    bool IsChange
);

internal sealed class GetUserTimelineHandler(ReadContext context) : IQueryHandler<GetUserTimeline, Timeline>
{
    public async Task<Answer<Timeline>> Handle(GetUserTimeline request, CancellationToken cancellationToken)
    {
        var all = context.History.Where(row => row.SubjectId == request.UserId);
        var newest = await all.OrderByDescending(row => row.Position)
            .Take(GetUserTimeline.Most)
            .Select(row => new
            {
                row.Position,
                row.At,
                row.What,
                row.EventType,
                row.ActorName,
            })
            .ToListAsync(cancellationToken);
        newest.Reverse();
        return new()
        {
            Value = new Timeline(
                [
                    .. newest.Select(row => new TimelineMark(
                        row.Position,
                        row.At,
                        row.What,
                        row.EventType,
                        row.ActorName,
                        IsChange(row.EventType)
                    )),
                ],
                newest.Count < GetUserTimeline.Most ? newest.Count : await all.CountAsync(cancellationToken)
            ),
        };
    }

    // A lock is a change, although failed sign-ins cause it.
    private static bool IsChange(string eventType) =>
        eventType is nameof(UserLockedOut) or nameof(UserUnlocked) or nameof(UserRecoveryCodeUsed)
        || (!HistoryKinds.SignIns.Contains(eventType) && !eventType.StartsWith("Mail", StringComparison.Ordinal));
}
