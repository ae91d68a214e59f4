using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Bulk.Queries;

/// <summary>The results for the users of a bulk action, in its order.</summary>
/// <param name="BatchId">Key of the bulk action.</param>
/// <param name="Outcome">Only users with this outcome; null for all.</param>
/// <param name="PageNumber">From 1; a page past the end is empty.</param>
/// <param name="PageSize">1 to 1,000.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListBulkItems(string BatchId, BulkOutcome? Outcome = null, int PageNumber = 1, int PageSize = 50)
    : IQuery<Page<BulkItem>>;

/// <summary>The result for one user of a bulk action, with the user's current data.</summary>
/// <param name="Done">The result.</param>
/// <param name="DisplayName">The user's name, or null if the account was removed.</param>
/// <param name="UserName">The user's name to sign in with, or null.</param>
/// <param name="Email">The user's email, or null.</param>
public sealed record BulkItem(BulkItemRow Done, string? DisplayName, string? UserName, string? Email);

internal sealed class ListBulkItemsHandler(ReadContext context) : IQueryHandler<ListBulkItems, Page<BulkItem>>
{
    public async Task<Answer<Page<BulkItem>>> Handle(ListBulkItems request, CancellationToken cancellationToken)
    {
        var all = context.BulkItems.Where(row =>
            row.BatchId == request.BatchId && (request.Outcome == null || row.Outcome == request.Outcome)
        );
        var size = Math.Clamp(request.PageSize, 1, 1000);
        var skip = Math.Min((Math.Max(1, request.PageNumber) - 1L) * size, int.MaxValue);
        var rows = await all.OrderBy(row => row.Ordinal).Skip((int)skip).Take(size).ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.UserId).ToArray();
        var users = await context
            .Users.Where(user => EF.Parameter(ids).Contains(user.Id))
            .Select(user => new
            {
                user.Id,
                user.DisplayName,
                user.UserName,
                user.Email,
            })
            .ToDictionaryAsync(user => user.Id, cancellationToken);
        var items = rows.Select(row =>
            users.TryGetValue(row.UserId, out var user)
                ? new BulkItem(row, user.DisplayName, user.UserName, user.Email)
                : new BulkItem(row, null, null, null)
        );
        return new() { Value = new Page<BulkItem>([.. items], await all.CountAsync(cancellationToken)) };
    }
}
