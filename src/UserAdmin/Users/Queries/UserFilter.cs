using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Queries;

internal sealed class ListUsersHandler(ReadContext context, TimeProvider time) : IQueryHandler<ListUsers, UserListing>
{
    public async Task<Answer<UserListing>> Handle(ListUsers request, CancellationToken cancellationToken)
    {
        var search = UserSearch.Parse(request.Search);
        if (!search.IsValid)
        {
            return new() { Refusal = UserErrors.BadSearch(search.Errors[0]) };
        }

        var found = context.Matching(search, time.GetUtcNow());
        var size = Math.Clamp(request.PageSize, 1, ListUsers.MostRows);
        var total = await found.CountAsync(cancellationToken);
        var skip = (Math.Max(1, request.PageNumber) - 1L) * size;
        var items = skip >= total
            ? []
            : await Sort(found, request.Sort ?? UserSort.DisplayName, request.Descending).Skip((int)skip).Take(size).ToListAsync(cancellationToken);
        return new() { Value = new UserListing(items, total, (int)Math.Min(skip, total)) };
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

internal sealed class ListUserIdsHandler(ReadContext context, TimeProvider time) : IQueryHandler<ListUserIds, Page<string>>
{
    public async Task<Answer<Page<string>>> Handle(ListUserIds request, CancellationToken cancellationToken)
    {
        var search = UserSearch.Parse(request.Search);
        if (!search.IsValid)
        {
            return new() { Refusal = UserErrors.BadSearch(search.Errors[0]) };
        }

        var found = context.Matching(search, time.GetUtcNow());
        var ids = await found.OrderBy(row => row.NameKey).ThenBy(row => row.Id).Select(row => row.Id).Take(ListUserIds.Most).ToListAsync(cancellationToken);
        var total = ids.Count < ListUserIds.Most ? ids.Count : await found.CountAsync(cancellationToken);
        return new() { Value = new Page<string>(ids, total) };
    }
}

internal sealed class RefreshUsersHandler(ReadContext context, TimeProvider time) : IQueryHandler<RefreshUsers, UserListingNews>
{
    public async Task<Answer<UserListingNews>> Handle(RefreshUsers request, CancellationToken cancellationToken)
    {
        var found = context.Matching(UserSearch.Parse(request.Search), time.GetUtcNow());
        var ids = request.UserIds.Take(ListUsers.MostRows).ToList();
        var rows = await context.Users.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var matching = await found.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken);
        return new()
        {
            Value = new UserListingNews(
                [.. ids.Where(rows.ContainsKey).Select(id => rows[id])], rows.Keys.Except(matching).ToHashSet(), await found.CountAsync(cancellationToken),
                await found.CountAsync(row => row.CreatedAt > request.LoadedAt, cancellationToken)),
        };
    }
}

internal sealed class CountUsersHandler(ReadContext context, TimeProvider time) : IQueryHandler<CountUsers, UserCounts>
{
    public async Task<Answer<UserCounts>> Handle(CountUsers request, CancellationToken cancellationToken)
    {
        var counts = new List<int?>();
        foreach (var search in request.Searches.Take(100).Select(UserSearch.Parse))
        {
            counts.Add(search.IsValid ? await context.Matching(search, time.GetUtcNow()).CountAsync(cancellationToken) : null);
        }

        return new() { Value = new UserCounts(counts) };
    }
}

internal sealed class GetUserFacetsHandler(ReadContext context, TimeProvider time) : IQueryHandler<GetUserFacets, UserFacets>
{
    public async Task<Answer<UserFacets>> Handle(GetUserFacets request, CancellationToken cancellationToken)
    {
        var search = UserSearch.Parse(request.Search);
        if (!search.IsValid)
        {
            return new() { Refusal = UserErrors.BadSearch(search.Errors[0]) };
        }

        var total = await context.Matching(search, time.GetUtcNow()).CountAsync(cancellationToken);
        return new() { Value = new UserFacets(total, []) };
    }
}

internal sealed class SuggestSearchHandler : IQueryHandler<SuggestSearch, SearchSuggestions>
{
    public Task<Answer<SearchSuggestions>> Handle(SuggestSearch request, CancellationToken cancellationToken) =>
        Task.FromResult(new Answer<SearchSuggestions> { Value = new(0, 0, []) });
}

/// <summary>Turns a search into conditions on the read model.</summary>
internal static class UserFiltering
{
    private const int LongestSearch = 500;

    // Each word is a look at every row; more than these tell no two people apart.
    private const int MostWords = 8;

    public static IQueryable<UserRow> Matching(this ReadContext context, UserSearch search, DateTimeOffset now)
    {
        UserState? state = search.Terms.FirstOrDefault(term => term.Field == SearchFields.State) is { } stated
            && Enum.TryParse<UserState>(stated.Values[0], ignoreCase: true, out var named) ? named : null;
        var users = Find(InState(context.Users, state, now), string.Join(' ', search.Words));
        return search.Terms.FirstOrDefault(term => term.Field == SearchFields.Role) is { } role
            ? users.Where(row => context.UserRoles.Any(member => member.UserId == row.Id && member.RoleName == role.Values[0]))
            : users;
    }

    // The same order of precedence as UserRow.StateAt.
    private static IQueryable<UserRow> InState(IQueryable<UserRow> users, UserState? state, DateTimeOffset now) => state switch
    {
        null => users.Where(row => row.DeletedAt == null),
        UserState.Deleted => users.Where(row => row.DeletedAt != null),
        UserState.Disabled => users.Where(row => row.DeletedAt == null && row.DisabledAt != null),
        UserState.Locked => Open(users).Where(row => row.LockedUntil > now),
        UserState.Invited => Open(users).Where(row => (row.LockedUntil == null || row.LockedUntil <= now) && row.InvitedAt != null),
        _ => Open(users).Where(row => (row.LockedUntil == null || row.LockedUntil <= now) && row.InvitedAt == null),
    };

    private static IQueryable<UserRow> Open(IQueryable<UserRow> users) => users.Where(row => row.DeletedAt == null && row.DisabledAt == null);

    /// <summary>Those of some users who match a search.</summary>
    public static IQueryable<UserRow> Find(IQueryable<UserRow> users, string? search)
    {
        if (string.IsNullOrWhiteSpace(search) || !UserText.IsSafe(search))
        {
            return string.IsNullOrWhiteSpace(search) ? users : users.Where(_ => false);
        }

        // Cut between characters: half a surrogate pair cannot be normalised.
        var cut = search.Length <= LongestSearch ? search.Length : LongestSearch - (char.IsHighSurrogate(search[LongestSearch - 1]) ? 1 : 0);
        var text = search[..cut];
        foreach (var word in UserText.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostWords))
        {
            var pattern = $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            users = users.Where(row => EF.Functions.Like(row.SearchText, pattern, "\\"));
        }

        return users;
    }
}
