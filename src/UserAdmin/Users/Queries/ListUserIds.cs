using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>The keys of all users that match, in order of their names: the first 100,000, and in the total how many there are.</summary>
/// <param name="Filter">Which users.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUserIds(UserFilter Filter) : IQuery<Page<string>>
{
    /// <summary>Most keys in one answer.</summary>
    public const int Most = 100_000;
}

internal sealed class ListUserIdsHandler(ReadContext context, TimeProvider time) : IQueryHandler<ListUserIds, Page<string>>
{
    public async Task<Answer<Page<string>>> Handle(ListUserIds request, CancellationToken cancellationToken)
    {
        var found = context.Matching(request.Filter, time.GetUtcNow());
        var ids = await found.OrderBy(row => row.NameKey).ThenBy(row => row.Id).Select(row => row.Id).Take(ListUserIds.Most).ToListAsync(cancellationToken);
        var total = ids.Count < ListUserIds.Most ? ids.Count : await found.CountAsync(cancellationToken);
        return new() { Value = new Page<string>(ids, total) };
    }
}
