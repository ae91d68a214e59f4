using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Tests.Users.List;

/// <summary>The list of users, and what stands behind it.</summary>
public abstract class UsersPageContext : ConsoleContext
{
    internal UserListing Shown { get; set; } = Rows.Listing(Rows.Ada(), Rows.User("bob", "Bob Bemer"));

    /// <summary>Rows of the page that the search finds no longer.</summary>
    internal HashSet<string> NoLongerMatching { get; } = [];

    /// <summary>How many were created since the page was loaded.</summary>
    internal int NewCount { get; set; }

    /// <summary>What Grace has saved of her list, or null.</summary>
    internal ListLayoutRow? Layout { get; set; }

    internal UserFacets Facets { get; set; } = new(2, []);

    internal SearchSuggestions Suggestions { get; set; } = new(0, 0, []);

    protected UsersPageContext()
    {
        Bus.Answer<ListUsers, UserListing>(_ => Shown);
        Bus.Answer<RefreshUsers, UserListingNews>(query =>
            new(
                [.. query.UserIds.Select(id => Shown.Items.FirstOrDefault(row => row.Id == id)).OfType<UserRow>()],
                NoLongerMatching.ToHashSet(),
                Shown.Total,
                NewCount
            )
        );
        Bus.Answer<GetListLayout, ListLayoutRow>(_ => Layout);
        Bus.Answer<GetUserFacets, UserFacets>(_ => Facets);
        Bus.Answer<SuggestSearch, SearchSuggestions>(_ => Suggestions);
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page(Rows.Role("Editors"), Rows.Role("Readers")));
    }

    /// <summary>Something changes, and the page has taken it in.</summary>
    protected async Task PublishAsync(params string[] subjects)
    {
        Feed.Publish(subjects);
        await Clock.SomeoneWaitsAsync();
    }

    protected static AngleSharp.Dom.IElement Header(IRenderedComponent<UsersPage> page, string title) =>
        page.FindAll("th button").Single(button => button.TextContent.Trim() == title);

    /// <summary>Ticks rows as the browser's one listener says it.</summary>
    protected static Task TickAsync(IRenderedComponent<UsersPage> page, bool isTicked, params string[] userIds)
    {
        var table = page.FindComponent<UsersTable>();
        return page.InvokeAsync(() => table.Instance.OnPickedAsync(userIds, isTicked));
    }

    protected static IEnumerable<string?> Ticked(IRenderedComponent<UsersPage> page) =>
        page.FindAll("tr[data-ticked]").Select(row => row.GetAttribute("data-user"));

    internal static ListLayoutRow Saved(ListDensity density, int pageSize, string columns)
    {
        var row = new ListLayoutRow().With(layout => layout.Density, density).With(layout => layout.PageSize, pageSize);
        typeof(ListLayoutRow)
            .GetProperty(
                "ColumnsJson",
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic
            )!
            .SetValue(row, columns);
        return row;
    }
}
