using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Audit.Queries;
using UserAdmin.Audit.Search;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Web.Views;

namespace UserAdmin.Web.ActivityLog;

/// <summary>The state of the activity page, as given by its address.</summary>
/// <param name="Search">Words and filters; empty for everything.</param>
/// <param name="Before">The page ends before this log position; null for the newest events.</param>
/// <param name="After">The page begins after this log position; null unless somebody went back to newer events.</param>
public sealed record ActivityAddress(string Search = "", long? Before = null, long? After = null) : IViewAddress
{
    /// <summary>The number of events on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Key of the saved view that is shown, or null.</summary>
    public string? ViewId { get; init; }

    ViewList IViewAddress.List => ViewList.Activity;

    UserSort? IViewAddress.Sort => null;

    bool IViewAddress.Descending => false;

    string? IViewAddress.Columns => null;

    /// <summary>Whether it is the first page, which new events join.</summary>
    public bool IsNewest => Before is null && After is null;

    /// <summary>Parses an address; invalid parts are ignored.</summary>
    /// <param name="uri">The complete address.</param>
    public static ActivityAddress Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        long? Number(string name) =>
            long.TryParse(
                query.GetValueOrDefault(name),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : null;
        var search = query.GetValueOrDefault("q").ToString().Trim();
        var before = Number("before");
        return new(
            search.Length <= UserSearch.Longest ? search : search[..UserSearch.Longest].TrimEnd('\ud83d'),
            before,
            before is null ? Number("after") : null
        )
        {
            ViewId = query.GetValueOrDefault("view").ToString() is { Length: > 0 and <= 450 } view ? view : null,
        };
    }

    /// <summary>Returns the address of what was part of a bulk action or import.</summary>
    /// <param name="batchId">Its key.</param>
    public static string OfBatch(string batchId) => Of(SearchTerm.Of(ActivityFields.Batch, batchId));

    /// <summary>Returns the address of what somebody did.</summary>
    /// <param name="userId">Key of the account.</param>
    public static string By(string userId) => Of(SearchTerm.Of(ActivityFields.By, userId));

    /// <summary>Returns the address, without default values.</summary>
    public string Uri() =>
        QueryHelpers.AddQueryString(
            "activity",
            new Dictionary<string, string?>
            {
                ["q"] = Search.Length > 0 ? Search : null,
                ["before"] = Before?.ToString(CultureInfo.InvariantCulture),
                ["after"] = After?.ToString(CultureInfo.InvariantCulture),
                ["view"] = ViewId,
            }.Where(part => part.Value is not null)
        );

    string IViewAddress.UriInView(string viewId, string? columns) => (this with { ViewId = viewId }).Uri();

    /// <summary>Returns the address of the newest events of another search.</summary>
    /// <param name="search">Words and filters.</param>
    public ActivityAddress SearchedFor(string search) => new(search) { ViewId = ViewId };

    /// <summary>Returns the query for this address.</summary>
    public GetActivity ToQuery() => new(Search, Before, After, PageSize);

    private static string Of(SearchTerm term) => new ActivityAddress(term.ToString()).Uri();
}
