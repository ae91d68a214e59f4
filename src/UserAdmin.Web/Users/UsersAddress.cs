using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Users;

/// <summary>What the list shows, as its address says it.</summary>
/// <param name="Search">Words to find; empty for all.</param>
/// <param name="Sort">Column to sort by.</param>
/// <param name="Descending">From the end.</param>
/// <param name="PageNumber">From 1.</param>
/// <param name="State">Only accounts in this state; null for all but the deleted ones.</param>
/// <param name="RoleId">Only those who hold this role; null for all.</param>
public sealed record UsersAddress(string Search, UserSort Sort, bool Descending, int PageNumber, UserState? State = null, string? RoleId = null)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Characters of a search that count.</summary>
    public const int LongestSearch = 200;

    /// <summary>Reads an address; a part that makes no sense counts as not given.</summary>
    public static UsersAddress Parse(string? search, string? sort, string? descending, string? page, string? state = null, string? role = null) => new(
        Cut(search?.Trim() ?? ""),
        Enum.TryParse<UserSort>(sort, ignoreCase: true, out var column) && Enum.IsDefined(column) ? column : UserSort.DisplayName,
        string.Equals(descending, "true", StringComparison.OrdinalIgnoreCase),
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? number : 1,
        Enum.TryParse<UserState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null,
        string.IsNullOrWhiteSpace(role) || role.Length > 450 ? null : role);

    // A longer one makes an address that servers and proxies refuse; half a surrogate pair is no text.
    private static string Cut(string search) =>
        search.Length <= LongestSearch ? search : search[..(char.IsHighSurrogate(search[LongestSearch - 1]) ? LongestSearch - 1 : LongestSearch)];

    /// <summary>The address, without what goes without saying.</summary>
    public string Uri()
    {
        Dictionary<string, string?> query = [];
        if (Search.Length > 0)
        {
            query["q"] = Search;
        }

        if (State is { } state)
        {
            query["state"] = state.ToString().ToLowerInvariant();
        }

        if (RoleId is not null)
        {
            query["role"] = RoleId;
        }

        if (Sort != UserSort.DisplayName)
        {
            query["sort"] = Sort.ToString().ToLowerInvariant();
        }

        if (Descending)
        {
            query["desc"] = "true";
        }

        if (PageNumber > 1)
        {
            query["page"] = PageNumber.ToString(CultureInfo.InvariantCulture);
        }

        return QueryHelpers.AddQueryString("users", query);
    }

    /// <summary>The list from its first page, by another column, or the other way round by the same.</summary>
    public UsersAddress SortedBy(UserSort column) =>
        this with { Sort = column, Descending = Sort == column && !Descending, PageNumber = 1 };

    /// <summary>The question that this address asks.</summary>
    public ListUsers ToQuery() => new(Search, Sort, Descending, PageNumber, PageSize, State, RoleId);

    /// <summary>Whether state or role narrow the list down.</summary>
    public bool IsFiltered => State is not null || RoleId is not null;
}
