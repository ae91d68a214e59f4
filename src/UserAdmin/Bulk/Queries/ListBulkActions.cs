using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Bulk.Queries;

/// <summary>A page of bulk actions, newest first.</summary>
/// <param name="PageNumber">From 1; a page past the end is empty.</param>
/// <param name="PageSize">1 to 200.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListBulkActions(int PageNumber = 1, int PageSize = 50) : IQuery<Page<BulkRow>>;

internal sealed class ListBulkActionsHandler(ReadContext context) : IQueryHandler<ListBulkActions, Page<BulkRow>>
{
    public async Task<Answer<Page<BulkRow>>> Handle(ListBulkActions request, CancellationToken cancellationToken)
    {
        var total = await context.Bulks.CountAsync(cancellationToken);
        var size = Math.Clamp(request.PageSize, 1, 200);
        var skip = (Math.Max(1, request.PageNumber) - 1L) * size;
        var items =
            skip >= total
                ? []
                : await context
                    .Bulks.OrderByDescending(row => row.StartedAt)
                    .ThenByDescending(row => row.BatchId)
                    .Skip((int)skip)
                    .Take(size)
                    .ToListAsync(cancellationToken);
        return new() { Value = new Page<BulkRow>(items, total) };
    }
}
