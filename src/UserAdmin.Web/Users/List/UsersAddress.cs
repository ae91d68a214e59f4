using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Web.Views;

namespace UserAdmin.Web.Users.List;

/// <summary>The state of the list, as given by its address.</summary>
/// <param name="Search">Words and filters, in the language of the search box; empty for all.</param>
/// <param name="Sort">The sort; null for the best match, or for the name if the search has no words.</param>
/// <param name="Descending">Descending.</param>
/// <param name="PageNumber">From 1.</param>
public sealed record UsersAddress(
    string Search = "",
    UserSort? Sort = null,
    bool Descending = false,
    int PageNumber = 1
) : IViewAddress
{
    ViewList IViewAddress.List => ViewList.Users;

    /// <summary>The default number of rows on a page.</summary>
    public const int DefaultPageSize = 50;

    /// <summary>
    /// The cursor at which this page starts, so that nothing is shown twice (<see cref="UserListing.Next"/>); null to
    /// start at the position given by the page number.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>The number of rows on a page if the address contains it (<see cref="PageSizeFor"/>), or null.</summary>
    public int? PageSize { get; init; }

    /// <summary>
    /// Keys of the columns, in order, joined with commas; null for those that the administrator has chosen for all
    /// lists.
    /// </summary>
    public string? Columns { get; init; }

    /// <summary>Key of the saved view that is shown, or null.</summary>
    public string? ViewId { get; init; }

    /// <summary>
    /// The moment whose list is shown, as the address has it, such as <c>2026-03-01T00:00Z</c>; null for now.
    /// </summary>
    public string? At { get; init; }

    /// <summary>
    /// The key of a role in an old address, from before the search language, or null. It is turned into a filter by the
    /// role's name.
    /// </summary>
    public string? OldRoleId { get; init; }

    /// <summary>Parses an address; invalid parts are ignored.</summary>
    /// <param name="uri">The complete address.</param>
    /// <param name="fields">The fields of the users; null for the declared ones.</param>
    public static UsersAddress Parse(string uri, UserFieldSet? fields = null)
    {
        fields ??= UserFieldSet.Stock;
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Part(string name) =>
            query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        var number = Whole(Part("page")) is { } page and >= 1 ? page : 1;
        return new(
            WithOldState(Cut(Part("q")?.Trim() ?? ""), Part("state")),
            fields.FindSort(Part("sort")),
            string.Equals(Part("desc"), "true", StringComparison.OrdinalIgnoreCase),
            number
        )
        {
            Cursor = Part("from") is { Length: <= 1000 } cursor ? cursor : null,
            PageSize = Whole(Part("size")) is { } size and >= 10 and <= 200 and not DefaultPageSize ? size : null,
            Columns =
                Part("cols") is { } keys
                && keys.Split(',').Where(key => fields.FindColumn(key) is not null).Distinct().ToList()
                    is { Count: > 0 } known
                    ? string.Join(',', known)
                    : null,
            ViewId = Part("view") is { Length: <= 450 } view ? view : null,
            OldRoleId = Part("role"),
            At = Part("at")?.Trim() is { Length: > 0 and <= 60 } at ? at : null,
        };
    }

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A longer search makes an address that servers and proxies refuse. Half a surrogate pair is not valid text.
    private static string Cut(string search) =>
        search.Length <= LongestOf(search)
            ? search
            : search[
                ..(char.IsHighSurrogate(search[LongestOf(search) - 1]) ? LongestOf(search) - 1 : LongestOf(search))
            ];

    private static int LongestOf(string search) =>
        UserSearch.Parse(search).Addresses.Count > 0 ? UserSearch.LongestAddresses : UserSearch.Longest;

    // Before the search language existed, the state was a separate parameter. People have bookmarked such addresses.
    private static string WithOldState(string search, string? state) =>
        state is not null && SearchFields.State.Choices.Contains(state, StringComparer.OrdinalIgnoreCase)
            ? UserSearch.Parse(search).With(SearchTerm.Of(SearchFields.State, state.ToLowerInvariant()))
            : search;

    /// <summary>Returns the address, without default values.</summary>
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
                ["at"] = At,
            }.Where(part => part.Value is not null)
        );

    string IViewAddress.UriInView(string viewId, string? columns) =>
        (this with { ViewId = viewId, Columns = columns }).Uri();

    /// <summary>The effective sort, whether or not the address names one.</summary>
    public UserSort SortInEffect =>
        Sort ?? (UserSearch.Parse(Search).Words.Count > 0 ? UserSort.Best : UserFields.DisplayName.Sort);

    /// <summary>
    /// Returns the address of the first page sorted by a column. Choosing the same column again reverses the order; the
    /// third time it restores the default sort.
    /// </summary>
    /// <param name="column">The column.</param>
    public UsersAddress SortedBy(UserSort column) =>
        SortInEffect != column ? FromTheStart() with { Sort = column, Descending = false }
        : Descending ? FromTheStart() with { Sort = null, Descending = false }
        : FromTheStart() with { Sort = column, Descending = true };

    /// <summary>Returns the address of the first page of another search.</summary>
    /// <param name="search">Words and filters.</param>
    public UsersAddress SearchedFor(string search) => FromTheStart() with { Search = search };

    /// <summary>Returns the address of the first page.</summary>
    public UsersAddress FromTheStart() => this with { PageNumber = 1, Cursor = null, PageSize = null };

    /// <summary>Returns the address of another page.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="size">The number of rows on a page.</param>
    /// <param name="cursor">The cursor where it starts, or null for the position given by its number.</param>
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
    /// Returns the number of rows on the page. The first page uses the person's own setting; later pages use the size
    /// in the address, so that they are the same for everybody.
    /// </summary>
    /// <param name="liked">The person's own page size.</param>
    public int PageSizeFor(int liked) => PageSize ?? (PageNumber > 1 ? DefaultPageSize : liked);

    /// <summary>Returns the query for this address.</summary>
    /// <param name="liked">The person's own page size.</param>
    public ListUsers ToQuery(int liked = DefaultPageSize) =>
        new(Search, Sort, Descending, PageNumber, PageSizeFor(liked), Cursor);
}
