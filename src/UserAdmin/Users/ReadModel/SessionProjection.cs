using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Users;

/// <summary>
/// Projects the sessions that people see in lists. Access is not decided from these rows but on the write side.
/// </summary>
internal sealed class SessionProjection
    : IProject<UserSignedIn>,
        IProject<UserSignedOut>,
        IProject<UserSessionEnded>,
        IProject<UserSessionsEnded>,
        IProject<SessionsSeen>,
        IProject<IEndsSessions>
{
    public void Apply(UserSignedIn @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var old in Of(@event.UserId, rows).Where(session => session.ExpiresAt <= record.At))
        {
            rows.Remove(old);
        }

        if (@event is { SessionRef: { } sessionRef, ExpiresAt: { } expiresAt })
        {
            rows.Add(
                new SessionRow
                {
                    SessionRef = sessionRef,
                    UserId = @event.UserId,
                    Method = @event.Method ?? "",
                    SignedInAt = record.At,
                    LastSeenAt = record.At,
                    ExpiresAt = expiresAt,
                    IpAddress = record.IpAddress,
                    UserAgent = @event.UserAgent,
                }
            );
        }
    }

    public void Apply(UserSignedOut @event, EventRecord record, IReadModelRows rows) =>
        Remove(@event.UserId, @event.SessionRef, rows);

    public void Apply(UserSessionEnded @event, EventRecord record, IReadModelRows rows) =>
        Remove(@event.UserId, @event.SessionRef, rows);

    public void Apply(UserSessionsEnded @event, EventRecord record, IReadModelRows rows) =>
        RemoveAll(@event.UserId, @event.Except, rows);

    public void Apply(SessionsSeen @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var seen in @event.Sessions)
        {
            if (rows.Find<SessionRow>(seen.UserId, seen.SessionRef) is { } session)
            {
                session.LastSeenAt = seen.At;
            }
        }
    }

    public void Apply(IEndsSessions @event, EventRecord record, IReadModelRows rows)
    {
        if (@event is UserPurged)
        {
            RemoveAll(@event.SubjectId, null, rows);
        }

        // People who change their own account stay signed in; UserEditing.KeepOwnSessionsAsync ensures this.
        if (record.ActorId != @event.SubjectId && @event.EndsSessions)
        {
            RemoveAll(@event.SubjectId, null, rows);
        }
    }

    private static void RemoveAll(string userId, string? except, IReadModelRows rows)
    {
        foreach (var session in Of(userId, rows).Where(session => session.SessionRef != except))
        {
            rows.Remove(session);
        }
    }

    private static void Remove(string userId, string? sessionRef, IReadModelRows rows)
    {
        if (sessionRef is not null && rows.Find<SessionRow>(userId, sessionRef) is { } session)
        {
            rows.Remove(session);
        }
    }

    private static IReadOnlyList<SessionRow> Of(string userId, IReadModelRows rows) =>
        rows.Where<SessionRow>(nameof(SessionRow.UserId), userId);
}
