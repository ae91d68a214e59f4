using System.Globalization;
using UserAdmin.Messaging;
using UserAdmin.Past.Queries;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares the state of an account with 500 events, as of the last of them, with reading the same events raw.
/// </summary>
internal static class AsOfContest
{
    private const int Events = 500;

    public static async Task<Result> RunAsync(RunningConsole console)
    {
        var id = Guid.CreateVersion7().ToString();
        var name = $"as-of.{id}";
        var version = await console.SendAsync(
            new CreateUser(id, name, $"{name}@example.com", "Ada As-of"),
            console.Administrator
        );
        for (var i = 1; i < Events; i++)
        {
            version = await console.SendAsync(
                new UpdateUserProfile(id, "Ada As-of", version)
                {
                    JobTitle = $"Title {i.ToString(CultureInfo.InvariantCulture)}",
                },
                console.Administrator
            );
        }

        await console.CaughtUpAsync();
        using var write = console.OpenWrite();
        using var raw = write.Statement(
            "SELECT * FROM \"EventLog\" WHERE \"SubjectId\" = @id AND \"Position\" <= @position ORDER BY \"Position\"",
            "@id",
            "@position"
        );
        return await Turns.TakeAsync(
            "GetUserAsOf, 500 events",
            500,
            () => id,
            async user =>
            {
                var answer = await console.Queries.AskAsync(
                    new GetUserAsOf(user, new(Position: version)),
                    new QueryContext(console.Administrator)
                );
                Ensure(answer.Value?.Row?.Version == version);
            },
            user => Ensure(raw.With(user, version).Rows().Count == Events)
        ) with
        {
            Aim = "p95 below 20 ms",
            IsMet = result => result.P95 < 20,
        };
    }

    private static void Ensure(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("The answer is wrong.");
        }
    }
}
