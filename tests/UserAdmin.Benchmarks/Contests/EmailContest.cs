using UserAdmin.Benchmarks.Raw;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares a change of email through the whole bus with one raw transaction in the same database, both synced to disk.
/// </summary>
internal static class EmailContest
{
    public static async Task<Result> RunAsync(RunningConsole console)
    {
        using var raw = new RawEmailChange(console.OpenWrite());
        using var ids = new UserIds(console);
        var number = 0;
        var result = await Turns.TakeAsync(
            "ChangeUserEmail",
            1000,
            () =>
            {
                var id = ids.NextOpen();
                return (
                    Change: new ChangeUserEmail(id, $"changed.{++number}@example.org", ids.VersionOf(id)),
                    CommandId: Guid.CreateVersion7()
                );
            },
            async input =>
            {
                var outcome = await console.Commands.SendAsync(
                    input.Change,
                    new CommandContext(console.Administrator, input.CommandId)
                );
                if (!outcome.IsAccepted)
                {
                    throw new InvalidOperationException(outcome.Errors[0].Message);
                }
            },
            input => raw.Run(input.Change, console.Administrator, input.CommandId),
            // The runner applies the events of both sides; it must have finished before the other side is measured.
            console.CaughtUpAsync
        );
        return result with { Aim = "at most 3 × raw", IsMet = result => result.Ratio <= 3 };
    }
}
