using UserAdmin.Benchmarks.Raw;
using UserAdmin.Messaging;
using UserAdmin.Users.Queries;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Queries through the whole bus, as a permitted user, against the same statements prepared once.</summary>
internal static class QueryContests
{
    private const int PageSize = 50;
    private const string Aim = "at most 3 × raw + 0.2 ms";

    public static async IAsyncEnumerable<Result> RunAsync(RunningConsole console)
    {
        using var raw = new RawUsers(console.CopyReadModel("raw-users.db"));
        using var ids = new UserIds(console);
        yield return await Turns.TakeAsync(
            "GetUser", 3000, ids.Next,
            async id => NotNull((await AskAsync(console, new GetUser(id)))?.Email), id => NotNull(raw.Get(id)?.Email)) with
        { Aim = Aim, IsMet = IsMet };
        yield return await Turns.TakeAsync(
            "ListUsers first page", 300, () => PageSize,
            async size => NotNull((await AskAsync(console, new ListUsers(PageSize: size)))?.Items[0]), size => NotNull(raw.FirstPage(size).Items[0]))
            with
        { Aim = Aim, IsMet = IsMet };
        yield return await Turns.TakeAsync(
            "ListUsers search", 20, () => "okafor",
            async word => NotNull((await AskAsync(console, new ListUsers(word, PageSize: PageSize)))?.Items[0]), word => NotNull(raw.Search(word, PageSize).Items[0]));
    }

    private static bool IsMet(Result result) => result.P50 <= (3 * result.LimitP50) + 0.2;

    private static async Task<TView?> AskAsync<TView>(RunningConsole console, IQuery<TView> query) =>
        (await console.Queries.AskAsync(query, new QueryContext(console.Administrator))).Value;

    private static void NotNull(object? value) => ArgumentNullException.ThrowIfNull(value);
}
