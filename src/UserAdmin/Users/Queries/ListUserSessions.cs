using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>Lists the sessions of one user, the most recently used first.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersSessions)]
public sealed record ListUserSessions(string UserId) : IQuery<Page<SessionRow>>;

internal sealed class ListUserSessionsHandler(ReadContext context, TimeProvider time)
    : IQueryHandler<ListUserSessions, Page<SessionRow>>
{
    public async Task<Answer<Page<SessionRow>>> Handle(ListUserSessions request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await context
            .Sessions.Where(row => row.UserId == request.UserId && row.ExpiresAt > now)
            .OrderByDescending(row => row.LastSeenAt)
            .ThenBy(row => row.SessionRef)
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<SessionRow>(rows, rows.Count) };
    }
}
