using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Web.Users;

/// <summary>What the list shows, as its address says it.</summary>
/// <param name="Search">Words and filters, in the language of the search box; empty for all.</param>
/// <param name="Sort">What to sort by; null for the best match, or the name where no words are searched for.</param>
/// <param name="Descending">From the end.</param>
/// <param name="PageNumber">From 1.</param>
public sealed record UsersAddress(string Search = "", UserSort? Sort = null, bool Descending = false, int PageNumber = 1)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Where this page goes on from the one before it, so that nothing is shown twice (<see cref="UserListing.Next"/>); null for the place that the page's number says.</summary>
    public string? Cursor { get; init; }

    /// <summary>Keys of the columns, in order, joined with commas; null for those that the administrator has chosen for all lists.</summary>
    public string? Columns { get; init; }

    /// <summary>Key of the saved view that is shown, or null.</summary>
    public string? ViewId { get; init; }

    /// <summary>Reads an address; a part that makes no sense counts as not given.</summary>
    /// <param name="uri">The whole of it.</param>
    public static UsersAddress Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Part(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        return new(
            Cut(Part("q")?.Trim() ?? ""),
            Enum.TryParse<UserSort>(Part("sort"), ignoreCase: true, out var column) && Enum.IsDefined(column) ? column : null,
            string.Equals(Part("desc"), "true", StringComparison.OrdinalIgnoreCase),
            int.TryParse(Part("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? number : 1)
        {
            Cursor = Part("from") is { Length: <= 1000 } cursor ? cursor : null,
            Columns = Part("cols") is { } keys && keys.Split(',').Where(key => UserColumns.Find(key) is not null).Distinct().ToList() is { Count: > 0 } known ? string.Join(',', known) : null,
            ViewId = Part("view") is { Length: <= 450 } view ? view : null,
        };
    }

    // A longer one makes an address that servers and proxies refuse; half a surrogate pair is no text.
    private static string Cut(string search) => search.Length <= UserSearch.Longest
        ? search
        : search[..(char.IsHighSurrogate(search[UserSearch.Longest - 1]) ? UserSearch.Longest - 1 : UserSearch.Longest)];

    /// <summary>The address, without what goes without saying.</summary>
    public string Uri() => QueryHelpers.AddQueryString("users", new Dictionary<string, string?>
    {
        ["q"] = Search.Length > 0 ? Search : null,
        ["sort"] = Sort?.ToString().ToLowerInvariant(),
        ["desc"] = Descending ? "true" : null,
        ["page"] = PageNumber > 1 ? PageNumber.ToString(CultureInfo.InvariantCulture) : null,
        ["from"] = PageNumber > 1 ? Cursor : null,
        ["cols"] = Columns,
        ["view"] = ViewId,
    }.Where(part => part.Value is not null));

    /// <summary>The list from its first page, by another column, or the other way round by the same.</summary>
    /// <param name="column">The column.</param>
    public UsersAddress SortedBy(UserSort column) =>
        this with { Sort = column, Descending = Sort == column && !Descending, PageNumber = 1, Cursor = null };

    /// <summary>The list from its first page, searched for something else.</summary>
    /// <param name="search">Words and filters.</param>
    public UsersAddress SearchedFor(string search) => this with { Search = search, PageNumber = 1, Cursor = null };

    /// <summary>The question that this address asks.</summary>
    public ListUsers ToQuery() => new(Search, Sort, Descending, PageNumber, PageSize, Cursor);
}
