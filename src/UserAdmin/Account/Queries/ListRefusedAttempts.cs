using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Account.Queries;

/// <summary>
/// Lists refused attempts, newest first: on unknown accounts, on accounts that do not allow sign-in, without a
/// permission, and of applications.
/// </summary>
/// <param name="Before">Only attempts before this log position; null for the newest.</param>
/// <param name="Take">How many, 1 to 200.</param>
/// <param name="Kind">Only one kind; null for all.</param>
[Permission(Permissions.AuditRead)]
public sealed record ListRefusedAttempts(long? Before = null, int Take = 50, RefusedAttemptKind? Kind = null)
    : IQuery<Page<RefusedAttemptRow>>;

internal sealed class ListRefusedAttemptsHandler(ReadContext context)
    : IQueryHandler<ListRefusedAttempts, Page<RefusedAttemptRow>>
{
    public async Task<Answer<Page<RefusedAttemptRow>>> Handle(
        ListRefusedAttempts request,
        CancellationToken cancellationToken
    )
    {
        var all = context.RefusedAttempts.Where(row => request.Kind == null || row.Kind == request.Kind);
        var before = request.Before ?? long.MaxValue;
        var items = await all.Where(row => row.Position < before)
            .OrderByDescending(row => row.Position)
            .Take(Math.Clamp(request.Take, 1, 200))
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<RefusedAttemptRow>(items, await all.CountAsync(cancellationToken)) };
    }
}
