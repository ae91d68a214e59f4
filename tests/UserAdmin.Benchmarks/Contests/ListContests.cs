using System.Globalization;
using UserAdmin.Benchmarks.Raw;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares the list of users through the whole query bus, as a permitted user, with hand-written statements: every
/// sort, filter and search.
/// </summary>
internal static class ListContests
{
    private const int PageSize = 50;
    private const double SearchAim = 50;
    private const int ManyHits = 30_000;

    // Each filter as people type it, and as SQL.
    private static readonly (string Search, string Where)[] _filters =
    [
        ("state:locked", "State = 2"),
        ("state:active", "State = 0"),
        ("two-factor:yes", "TwoFactorEnabled = 1"),
        ("passkey:yes", "PasskeyCount > 0"),
        ("confirmed:yes", "EmailConfirmed = 1"),
        ("password:no", "HasPassword = 0"),
        ("locked:yes", "State = 2"),
        ("department:sales", "Department = 'Sales'"),
        ("locale:de", "Locale = 'de'"),
        ("login:contoso", "ExternalLogins = 'Contoso'"),
        ("created>2025-01-01", $"CreatedAt > {Ticks(2025)}"),
        ("signed-in<2024-01-01", $"LastSignInAt < {Ticks(2024)}"),
        ("signed-in:never", "LastSignInAt IS NULL"),
        ("expires<2030-01-01", $"ExpiresAt < {Ticks(2030)}"),
    ];

    /// <summary>Measures the queries one by one.</summary>
    public static async IAsyncEnumerable<Result> RunAsync(RunningConsole console, string folder)
    {
        var source = console.ReadModelPath();
        using var ids = new UserIds(console);
        var changes = new OneChange(console, ids);
        using var raw = new RawLists(source, Path.Combine(folder, "raw-lists.db"), DateTimeOffset.UtcNow);
        foreach (var (sort, column) in RawLists.Sorts)
        {
            yield return await ListWork.TakeAsync(
                console,
                changes,
                $"page 1 by {sort}",
                new ListUsers(Sort: new UserSort(sort), PageSize: PageSize),
                () => raw.Page(column, 0, PageSize)
            );
        }

        var pages = (raw.Total + PageSize - 1) / PageSize;
        foreach (var (name, page) in new[] { ("middle page", (pages + 1) / 2), ("last page", pages) })
        {
            yield return await ListWork.TakeAsync(
                console,
                changes,
                name,
                new ListUsers(PageNumber: page, PageSize: PageSize),
                () => raw.Page("NameKey", (page - 1) * PageSize, PageSize)
            );
        }

        foreach (var (search, where) in _filters)
        {
            yield return await ListWork.TakeAsync(
                console,
                changes,
                $"filter {search}",
                new ListUsers(search, UserFields.DisplayName.Sort, PageSize: PageSize),
                () => raw.Filtered(where, PageSize)
            );
        }

        yield return await ListWork.TakeAsync(
            console,
            changes,
            "filter role:employee",
            new ListUsers("role:employee", UserFields.DisplayName.Sort, PageSize: PageSize),
            () => raw.InRole("Employee", PageSize)
        );
        yield return await ListWork.TakeAsync(
            console,
            changes,
            "filter permission",
            new ListUsers("permission:users.read", UserFields.DisplayName.Sort, PageSize: PageSize),
            () => raw.InRole("Team lead", PageSize)
        );
        yield return await ListWork.TakeAsync(
            console,
            changes,
            "three filters",
            new ListUsers(
                "state:active department:sales confirmed:yes",
                UserFields.DisplayName.Sort,
                PageSize: PageSize
            ),
            () => raw.Filtered("State = 0 AND Department = 'Sales' AND EmailConfirmed = 1", PageSize)
        );
        yield return await ListWork.TakeAsync(console, changes, "all facets", new GetUserFacets(), raw.Facets);
        yield return await ListWork.TakeAsync(
            console,
            changes,
            "all facets of a filter",
            new GetUserFacets("department:sales"),
            raw.Facets
        );

        foreach (var (name, word) in Words(raw))
        {
            yield return await ListWork.TakeAsync(
                console,
                changes,
                $"search {name}",
                new ListUsers(word, UserFields.DisplayName.Sort, PageSize: PageSize),
                () => raw.Found(word, PageSize),
                SearchAim
            );
        }

        var family = raw.FamilyNames()[0];
        yield return await ListWork.TakeAsync(
            console,
            changes,
            "search language",
            new ListUsers(
                $"state:active department:sales created>2025-01-01 {family}",
                UserFields.DisplayName.Sort,
                PageSize: PageSize
            ),
            () => raw.Found(family, PageSize, $"State = 0 AND Department = 'Sales' AND CreatedAt > {Ticks(2025)}"),
            SearchAim
        );
    }

    private static IEnumerable<(string Name, string Word)> Words(RawLists raw)
    {
        var names = raw.FamilyNames();
        yield return ("rare word", names[^1]);
        // Frequent, but not contained in every address.
        yield return (
            "common word",
            names.Concat(["ann", "mar", "er.", "mail"]).FirstOrDefault(word => raw.CountOf(word) > ManyHits) ?? names[0]
        );
        yield return ("everybody", "example");
        yield return ("two letters", names[0][..2]);
    }

    private static string Ticks(int year) =>
        new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks.ToString(CultureInfo.InvariantCulture);
}
