using UserAdmin.Benchmarks.Raw;
using UserAdmin.Messaging;
using UserAdmin.Users.Queries;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares reading one user by id through the whole bus, as a permitted user, with the same statement, prepared once.
/// </summary>
internal static class GetUserContest
{
    public static async Task<Result> RunAsync(RunningConsole console)
    {
        using var raw = new RawUser(console.OpenRead());
        using var ids = new UserIds(console);
        return await Turns.TakeAsync(
            "GetUser",
            3000,
            ids.Next,
            id => AskAsync(console, id),
            id => NotNull(raw.Get(id))
        ) with
        {
            Aim = "at most 3 × raw + 0.2 ms",
            IsMet = result => result.P50 <= (3 * result.LimitP50) + 0.2,
        };
    }

    private static async Task AskAsync(RunningConsole console, string id) =>
        NotNull((await console.Queries.AskAsync(new GetUser(id), new QueryContext(console.Administrator))).Value);

    private static void NotNull(object? value) => ArgumentNullException.ThrowIfNull(value);
}
