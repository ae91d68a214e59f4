using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Web.Users.List;

/// <summary>What the list shows, as its address says it.</summary>
/// <param name="Search">Words and filters, in the language of the search box; empty for all.</param>
/// <param name="Sort">What to sort by; null for the best match, or the name where no words are searched for.</param>
/// <param name="Descending">Descending.</param>
/// <param name="PageNumber">From 1.</param>
public sealed record UsersAddress(
    string Search = "",
    UserSort? Sort = null,
    bool Descending = false,
    int PageNumber = 1
)
{
    /// <summary>Rows on a page until somebody chooses otherwise.</summary>
    public const int DefaultPageSize = 50;

    /// <summary>
    /// Where this page goes on from the one before it, so that nothing is shown twice (<see cref="UserListing.Next"/>);
    /// null for the place that the page's number says.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>Rows on a page, where the address says it (<see cref="PageSizeFor"/>), or null.</summary>
    public int? PageSize { get; init; }

    /// <summary>
    /// Keys of the columns, in order, joined with commas; null for those that the administrator has chosen for all
    /// lists.
    /// </summary>
    public string? Columns { get; init; }

    /// <summary>Key of the saved view that is shown, or null.</summary>
    public string? ViewId { get; init; }

    /// <summary>
    /// Key of a role that an address from before the search language names, or null: it becomes a filter by the role's
    /// name.
    /// </summary>
    public string? OldRoleId { get; init; }

    /// <summary>Reads an address; a part that makes no sense counts as not given.</summary>
    /// <param name="uri">The whole of it.</param>
    public static UsersAddress Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Part(string name) =>
            query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        var number = Whole(Part("page")) is { } page and >= 1 ? page : 1;
        return new(
            WithOldState(Cut(Part("q")?.Trim() ?? ""), Part("state")),
            UserSort.Find(Part("sort")),
            string.Equals(Part("desc"), "true", StringComparison.OrdinalIgnoreCase),
            number
        )
        {
            Cursor = Part("from") is { Length: <= 1000 } cursor ? cursor : null,
            PageSize = Whole(Part("size")) is { } size and >= 10 and <= 200 and not DefaultPageSize ? size : null,
            Columns =
                Part("cols") is { } keys
                && keys.Split(',').Where(key => UserColumns.Find(key) is not null).Distinct().ToList()
                    is { Count: > 0 } known
                    ? string.Join(',', known)
                    : null,
            ViewId = Part("view") is { Length: <= 450 } view ? view : null,
            OldRoleId = Part("role"),
        };
    }

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A longer one makes an address that servers and proxies refuse; half a surrogate pair is no text.
    private static string Cut(string search) =>
        search.Length <= UserSearch.Longest
            ? search
            : search[
                ..(char.IsHighSurrogate(search[UserSearch.Longest - 1]) ? UserSearch.Longest - 1 : UserSearch.Longest)
            ];

    // Before there was a search language, the state stood beside the search; people have such addresses in their
    // bookmarks.
    private static string WithOldState(string search, string? state) =>
        state is not null && SearchFields.State.Choices.Contains(state, StringComparer.OrdinalIgnoreCase)
            ? UserSearch.Parse(search).With(SearchTerm.Of(SearchFields.State, state.ToLowerInvariant()))
            : search;

    /// <summary>The address, without what goes without saying.</summary>
    public string Uri() =>
        QueryHelpers.AddQueryString(
            "users",
            new Dictionary<string, string?>
            {
                ["q"] = Search.Length > 0 ? Search : null,
                ["sort"] = Sort?.ToString().ToLowerInvariant(),
                ["desc"] = Descending ? "true" : null,
                ["page"] = PageNumber > 1 ? PageNumber.ToString(CultureInfo.InvariantCulture) : null,
                ["size"] = PageNumber > 1 && PageSize is { } size ? size.ToString(CultureInfo.InvariantCulture) : null,
                ["from"] = PageNumber > 1 ? Cursor : null,
                ["cols"] = Columns,
                ["view"] = ViewId,
            }.Where(part => part.Value is not null)
        );

    /// <summary>What the list is sorted by, said or not.</summary>
    public UserSort SortInEffect =>
        Sort ?? (UserSearch.Parse(Search).Words.Count > 0 ? UserSort.Best : UserFields.DisplayName.Sort);

    /// <summary>
    /// The list from its first page, by another column; by the same the other way round, and the third time as if
    /// nothing had been chosen.
    /// </summary>
    /// <param name="column">The column.</param>
    public UsersAddress SortedBy(UserSort column) =>
        SortInEffect != column ? FromTheStart() with { Sort = column, Descending = false }
        : Descending ? FromTheStart() with { Sort = null, Descending = false }
        : FromTheStart() with { Sort = column, Descending = true };

    /// <summary>The list from its first page, searched for something else.</summary>
    /// <param name="search">Words and filters.</param>
    public UsersAddress SearchedFor(string search) => FromTheStart() with { Search = search };

    /// <summary>The first page.</summary>
    public UsersAddress FromTheStart() => this with { PageNumber = 1, Cursor = null, PageSize = null };

    /// <summary>Another page.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="size">Rows on a page.</param>
    /// <param name="cursor">Where it goes on, or null for the place that its number says.</param>
    public UsersAddress AtPage(int number, int size, string? cursor = null) =>
        number <= 1
            ? FromTheStart()
            : this with
            {
                PageNumber = number,
                PageSize = size == DefaultPageSize ? null : size,
                Cursor = cursor,
            };

    /// <summary>
    /// Rows on the page: the first has as many as its reader likes, later ones as many as the address says, so that
    /// they are the same for everybody.
    /// </summary>
    /// <param name="liked">How many the reader likes.</param>
    public int PageSizeFor(int liked) => PageSize ?? (PageNumber > 1 ? DefaultPageSize : liked);

    /// <summary>The question that this address asks.</summary>
    /// <param name="liked">How many rows on a page the reader likes.</param>
    public ListUsers ToQuery(int liked = DefaultPageSize) =>
        new(Search, Sort, Descending, PageNumber, PageSizeFor(liked), Cursor);
}
