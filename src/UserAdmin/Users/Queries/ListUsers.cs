using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>A page of users, found and sorted.</summary>
/// <param name="Search">Words to find, in any order, anywhere in name, email or user name; case and accents are ignored, and so is what follows the eighth word. Empty for all.</param>
/// <param name="Sort">Column to sort by.</param>
/// <param name="Descending">From the end.</param>
/// <param name="PageNumber">From 1; a page past the end is empty.</param>
/// <param name="PageSize">1 to 200.</param>
/// <param name="State">Only accounts in this state; null for all but the deleted ones.</param>
/// <param name="RoleId">Only those who hold this role; null for all.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUsers(
    string? Search = null, UserSort Sort = UserSort.DisplayName, bool Descending = false, int PageNumber = 1, int PageSize = 50,
    UserState? State = null, string? RoleId = null)
    : IQuery<Page<UserRow>>
{
    /// <summary>Which users, wherever they stand in the list.</summary>
    public UserFilter Filter => new(Search, State, RoleId);
}

/// <summary>Columns a list of users can be sorted by.</summary>
public enum UserSort
{
    /// <summary>Display name.</summary>
    DisplayName,

    /// <summary>User name.</summary>
    UserName,

    /// <summary>Email.</summary>
    Email,

    /// <summary>When the account was created.</summary>
    CreatedAt,

    /// <summary>When the account was last changed.</summary>
    ChangedAt,
}

internal sealed class ListUsersHandler(ReadContext context, TimeProvider time) : IQueryHandler<ListUsers, Page<UserRow>>
{
    public async Task<Answer<Page<UserRow>>> Handle(ListUsers request, CancellationToken cancellationToken)
    {
        var found = context.Matching(request.Filter, time.GetUtcNow());
        var size = Math.Clamp(request.PageSize, 1, 200);
        var total = await found.CountAsync(cancellationToken);
        var skip = (Math.Max(1, request.PageNumber) - 1L) * size;
        var items = skip >= total
            ? []
            : await Sort(found, request.Sort, request.Descending).Skip((int)skip).Take(size).ToListAsync(cancellationToken);
        return new() { Value = new Page<UserRow>(items, total) };
    }

    private static IQueryable<UserRow> Sort(IQueryable<UserRow> users, UserSort sort, bool descending) => (sort, descending) switch
    {
        (UserSort.UserName, false) => users.OrderBy(row => row.UserNameKey).ThenBy(row => row.Id),
        (UserSort.UserName, true) => users.OrderByDescending(row => row.UserNameKey).ThenByDescending(row => row.Id),
        (UserSort.Email, false) => users.OrderBy(row => row.EmailKey).ThenBy(row => row.Id),
        (UserSort.Email, true) => users.OrderByDescending(row => row.EmailKey).ThenByDescending(row => row.Id),
        (UserSort.CreatedAt, false) => users.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id),
        (UserSort.CreatedAt, true) => users.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id),
        (UserSort.ChangedAt, false) => users.OrderBy(row => row.ChangedAt).ThenBy(row => row.Id),
        (UserSort.ChangedAt, true) => users.OrderByDescending(row => row.ChangedAt).ThenByDescending(row => row.Id),
        (_, true) => users.OrderByDescending(row => row.NameKey).ThenByDescending(row => row.Id),
        (_, false) => users.OrderBy(row => row.NameKey).ThenBy(row => row.Id),
    };
}
