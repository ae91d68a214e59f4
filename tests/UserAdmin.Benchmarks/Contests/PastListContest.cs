using System.Globalization;
using UserAdmin.Messaging;
using UserAdmin.Users.Queries;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares the list as of a moment with finding, raw, who has an event since. The first answer builds the list, later
/// ones use it.
/// </summary>
internal static class PastListContest
{
    private const int Moments = 5;

    public static async IAsyncEnumerable<Result> RunAsync(RunningConsole console)
    {
        await console.CaughtUpAsync();
        using var write = console.OpenWrite();
        using var end = write.Statement("SELECT max(\"Position\") FROM \"EventLog\"");
        using var at = write.Statement("SELECT \"At\" FROM \"EventLog\" WHERE \"Position\" = @position", "@position");
        using var raw = write.Statement(
            "SELECT DISTINCT \"SubjectId\" FROM \"EventLog\" WHERE \"Position\" > @position",
            "@position"
        );
        var last = Number(end.Rows()[0]);
        foreach (var percent in (int[])[1, 20])
        {
            var moment = 0;
            yield return await Turns.TakeAsync(
                string.Create(CultureInfo.InvariantCulture, $"ListUsers as of, first, {percent} % of events since"),
                Moments,
                // Another moment each time, because a list that was built is kept.
                () => last - (last * percent / 100) - (moment++ * 997),
                position => AskAsync(console, Moment(position)),
                position => raw.With(position).Rows()
            ) with
            {
                Aim = "within seconds",
                IsMet = result => result.P95 < (percent == 1 ? 5_000 : 60_000),
            };
        }

        var known = Moment(last - (last / 100));
        yield return await Turns.TakeAsync(
            "ListUsers as of, a page of a list that is there",
            200,
            () => known,
            moment => AskAsync(console, moment),
            _ => at.With(last).Rows()
        );

        DateTimeOffset Moment(long position) => new(Number(at.With(position).Rows()[0]), TimeSpan.Zero);
    }

    private static long Number(object?[] row) => Convert.ToInt64(row[0], CultureInfo.InvariantCulture);

    private static async Task AskAsync(RunningConsole console, DateTimeOffset at)
    {
        var answer = await console.Queries.AskAsync(
            new ListUsers("state:active") { At = at },
            new QueryContext(console.Administrator)
        );
        if (answer.Value is not { Items.Count: > 0 })
        {
            throw new InvalidOperationException("The answer is wrong.");
        }
    }
}
