using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Invitations;

/// <summary>The state of the page of pending invitations, as given by its address.</summary>
/// <param name="Search">What is searched for among the invited people; may be empty.</param>
/// <param name="OnlyExpired">Whether only invitations are shown whose link no longer works.</param>
/// <param name="Sort">What is sorted by: <c>invited</c>, <c>expires</c> or <c>name</c>.</param>
/// <param name="Descending">Whether the order is reversed.</param>
/// <param name="PageNumber">From 1.</param>
public sealed record InvitationsAddress(
    string Search = "",
    bool OnlyExpired = false,
    string Sort = InvitationsAddress.Invited,
    bool Descending = true,
    int PageNumber = 1
)
{
    /// <summary>The path of the page.</summary>
    public const string Path = "invitations";

    /// <summary>The sort by when people were invited.</summary>
    public const string Invited = "invited";

    /// <summary>The search that finds everybody whose invitation is pending.</summary>
    public const string Everybody = "state:invited";

    /// <summary>The search that finds those whose link no longer works.</summary>
    public const string Expired = $"{Everybody} invitation-expires<0h";

    /// <summary>The number of rows on a page.</summary>
    public const int PageSize = BulkAddress.PageSize;

    private static readonly Dictionary<string, string> _sorts = new()
    {
        [Invited] = nameof(UserRow.InvitedAt),
        ["expires"] = nameof(UserRow.InvitationExpiresAt),
        ["name"] = nameof(UserRow.DisplayName),
    };

    /// <summary>Parses an address; invalid parts are ignored.</summary>
    public static InvitationsAddress Parse(string? search, string? show, string? sort, string? order, string? page) =>
        new(
            search?.Trim() ?? "",
            show == "expired",
            sort is not null && _sorts.ContainsKey(sort) ? sort : Invited,
            order is null ? sort is null or Invited : order == "desc",
            PageNumbers.Of(page)
        );

    /// <summary>The search of the list of users.</summary>
    public string UserSearch => $"{(OnlyExpired ? Expired : Everybody)} {Search}".TrimEnd();

    /// <summary>Returns the query for this address.</summary>
    public ListUsers ToQuery() => new(UserSearch, new UserSort(_sorts[Sort]), Descending, PageNumber, PageSize);

    /// <summary>Returns the address that sorts by something, or the other way round if it is sorted by that.</summary>
    public InvitationsAddress SortedBy(string sort) =>
        this with
        {
            Sort = sort,
            Descending = Sort == sort ? !Descending : sort == Invited,
            PageNumber = 1,
        };

    /// <summary>Returns the address, without default values.</summary>
    public string Uri() =>
        QueryHelpers.AddQueryString(
            Path,
            new Dictionary<string, string?>
            {
                ["q"] = Search.Length > 0 ? Search : null,
                ["show"] = OnlyExpired ? "expired" : null,
                ["sort"] = Sort == Invited ? null : Sort,
                ["order"] =
                    Descending == (Sort == Invited) ? null
                    : Descending ? "desc"
                    : "asc",
                ["page"] = PageNumber > 1 ? PageNumber.ToString(CultureInfo.InvariantCulture) : null,
            }.Where(part => part.Value is not null)
        );
}
