using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Bulk;

namespace UserAdmin.Web.Bulk;

/// <summary>The state of a preview, as given by its address.</summary>
/// <param name="Action">The action; null if the address names none that exists.</param>
/// <param name="Users">The users to change.</param>
public sealed record BulkAddress(BulkAction? Action, BulkUsers Users)
{
    /// <summary>The number of rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>The role to give or take.</summary>
    public string? RoleId { get; init; }

    /// <summary>When the lock ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only users with this verdict.</summary>
    public BulkVerdict? Show { get; init; }

    /// <summary>From 1.</summary>
    public int PageNumber { get; init; } = 1;

    /// <summary>Parses an address; invalid parts are ignored.</summary>
    /// <param name="uri">The complete address.</param>
    public static BulkAddress Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Part(string name) =>
            query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        var search = Part("search") ?? "";
        // “Everybody” must be stated explicitly, so that a truncated address never changes from two people to all.
        var isSaid = search.Length > 0 || Part("all") is "1" || Part("ids") is not null || Part("of") is not null;
        return new BulkAddress(
            Word<BulkAction>(Part("action")) is { } action && BulkActions.All.Contains(action) ? action : null,
            new BulkUsers(
                search,
                Part("ids"),
                Part("of"),
                int.TryParse(Part("selected"), NumberStyles.None, CultureInfo.InvariantCulture, out var selected)
                        ? selected
                    : isSaid ? null
                    : 0
            )
        )
        {
            RoleId = Part("role"),
            Until = DateTimeOffset.TryParseExact(
                Part("until"),
                "yyyy-MM-dd'T'HH:mm'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var until
            )
                ? until
                : null,
            Show = Word<BulkVerdict>(Part("show")),
            PageNumber =
                int.TryParse(Part("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= 1
                    ? number
                    : 1,
        };
    }

    /// <summary>
    /// Returns the address of the preview of an action for the ticked users. All users of a search are given by the
    /// search, a few users by their keys, and more by a reference to the selection in this circuit.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <param name="selection">The ticked users.</param>
    public static BulkAddress For(BulkAction action, UserSelection selection) =>
        new(
            action,
            selection.Search is { } search ? new BulkUsers(search)
                : selection.Count <= BulkIds.Most ? new BulkUsers("", BulkIds.Encode(selection.Ids))
                : new BulkUsers("", Selected: selection.Count)
        );

    /// <summary>Returns the address, without default values.</summary>
    public string Uri() =>
        QueryHelpers.AddQueryString(
            "bulk/new",
            new Dictionary<string, string?>
            {
                ["action"] = Lower(Action),
                ["search"] = Users.Search is { Length: > 0 } search ? search : null,
                ["ids"] = Users.Ids,
                ["of"] = Users.Of,
                ["all"] = Users is { Ids: null, Of: null, Selected: null, Search.Length: 0 } ? "1" : null,
                ["selected"] = Users.Selected?.ToString(CultureInfo.InvariantCulture),
                ["role"] = RoleId,
                ["until"] = Until?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture),
                ["show"] = Lower(Show),
                ["page"] = PageNumber > 1 ? PageNumber.ToString(CultureInfo.InvariantCulture) : null,
            }.Where(part => part.Value is not null)
        );

    private static T? Word<T>(string? text)
        where T : struct, Enum =>
        text?.All(char.IsAsciiLetter) is true && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;

    private static string? Lower<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant();
}

/// <summary>A set of users, given in one of four ways.</summary>
/// <param name="Search">All users that match the search, if none of the others is given.</param>
/// <param name="Ids">A few users, by their keys (<see cref="BulkIds"/>).</param>
/// <param name="Of">The users that this bulk action has changed.</param>
/// <param name="Selected">The number of ticked users, which only the circuit knows.</param>
public sealed record BulkUsers(string Search, string? Ids = null, string? Of = null, int? Selected = null);
