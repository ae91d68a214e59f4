using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>Which users are meant.</summary>
/// <param name="Search">Words to find, in any order, anywhere in name, email or user name; case and accents are ignored, and so is what follows the eighth word. Empty for all.</param>
/// <param name="State">Only accounts in this state; null for all but the deleted ones.</param>
/// <param name="RoleId">Only those who hold this role; null for all.</param>
public sealed record UserFilter(string? Search = null, UserState? State = null, string? RoleId = null);

/// <summary>Turns a filter into conditions on the read model.</summary>
internal static class UserFiltering
{
    private const int LongestSearch = 500;

    // Each word is a look at every row; more than these tell no two people apart.
    private const int MostWords = 8;

    public static IQueryable<UserRow> Matching(this ReadContext context, UserFilter filter, DateTimeOffset now)
    {
        var users = Find(InState(context.Users, filter.State, now), filter.Search);
        return filter.RoleId is { Length: > 0 } roleId
            ? users.Where(row => context.UserRoles.Any(member => member.UserId == row.Id && member.RoleId == roleId))
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
