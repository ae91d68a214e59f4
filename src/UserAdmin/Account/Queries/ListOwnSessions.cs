using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Queries;

/// <summary>Lists the sender's own sessions, last seen first.</summary>
[Permission(PermissionAttribute.AnyUser)]
public sealed record ListOwnSessions : IQuery<Page<SessionRow>>;

internal sealed class ListOwnSessionsHandler(ReadContext context, CurrentMessage current, TimeProvider time)
    : IQueryHandler<ListOwnSessions, Page<SessionRow>>
{
    public async Task<Answer<Page<SessionRow>>> Handle(ListOwnSessions request, CancellationToken cancellationToken)
    {
        var (userId, now) = (current.Context.Actor.Id, time.GetUtcNow());
        var rows = await context
            .Sessions.Where(row => row.UserId == userId && row.ExpiresAt > now)
            .OrderByDescending(row => row.LastSeenAt)
            .ThenBy(row => row.SessionRef)
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<SessionRow>(rows, rows.Count) };
    }
}
