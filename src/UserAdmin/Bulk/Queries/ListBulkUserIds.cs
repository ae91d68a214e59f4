using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Bulk.Queries;

/// <summary>
/// The keys of all users of a bulk action with a given outcome, in its order, so that the action can be undone for
/// exactly those users.
/// </summary>
/// <param name="BatchId">Key of the bulk action.</param>
/// <param name="Outcome">The outcome.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListBulkUserIds(string BatchId, BulkOutcome Outcome) : IQuery<Page<string>>;

internal sealed class ListBulkUserIdsHandler(ReadContext context) : IQueryHandler<ListBulkUserIds, Page<string>>
{
    public async Task<Answer<Page<string>>> Handle(ListBulkUserIds request, CancellationToken cancellationToken)
    {
        var ids = await context
            .BulkItems.Where(row => row.BatchId == request.BatchId && row.Outcome == request.Outcome)
            .OrderBy(row => row.Ordinal)
            .Select(row => row.UserId)
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<string>(ids, ids.Count) };
    }
}
