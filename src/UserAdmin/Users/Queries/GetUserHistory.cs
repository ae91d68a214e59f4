using Microsoft.EntityFrameworkCore;
using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>What happened to one user, newest first.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Before">Only events before this log position; null for the newest.</param>
/// <param name="Take">How many, 1 to 200.</param>
[Permission(Permissions.AuditRead)]
public sealed record GetUserHistory(string UserId, long? Before = null, int Take = 50) : IQuery<Page<HistoryRow>>;

internal sealed class GetUserHistoryHandler(ReadContext context) : IQueryHandler<GetUserHistory, Page<HistoryRow>>
{
    public async Task<Answer<Page<HistoryRow>>> Handle(GetUserHistory request, CancellationToken cancellationToken)
    {
        var all = context.History.Where(row => row.SubjectId == request.UserId);
        var before = request.Before ?? long.MaxValue;
        var items = await all.Where(row => row.Position < before)
            .OrderByDescending(row => row.Position)
            .Take(Math.Clamp(request.Take, 1, 200))
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<HistoryRow>(items, await all.CountAsync(cancellationToken)) };
    }
}
