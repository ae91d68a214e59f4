using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Bulk.Queries;

/// <summary>One bulk action; the answer is null if there is no such action.</summary>
/// <param name="BatchId">Key of the bulk action.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetBulkAction(string BatchId) : IQuery<BulkRow>;

internal sealed class GetBulkActionHandler(ReadContext context) : IQueryHandler<GetBulkAction, BulkRow>
{
    public async Task<Answer<BulkRow>> Handle(GetBulkAction request, CancellationToken cancellationToken) =>
        new()
        {
            Value = await context.Bulks.SingleOrDefaultAsync(row => row.BatchId == request.BatchId, cancellationToken),
        };
}
