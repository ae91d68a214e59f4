using System.Diagnostics;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks;

/// <summary>Makes changes of every common kind through ordinary commands.</summary>
internal static class Population
{
    private const int SetSize = 1000;
    private const int MostChanges = 20_000;

    /// <summary>Makes one change for every fifth user, 20,000 at most, spread over all users.</summary>
    public static Task ChangeAsync(RunningConsole console, int users) =>
        MakeAsync(console, Math.Min(users / 5, MostChanges));

    /// <summary>Makes that many changes, fewer than there are users, spread over all users.</summary>
    public static async Task MakeAsync(RunningConsole console, int changes)
    {
        var started = Stopwatch.GetTimestamp();
        using var ids = new Contests.UserIds(console);
        var role = Guid.CreateVersion7().ToString();
        await console.SendAsync(new CreateRole(role, "Benchmark support", null, [Permissions.UsersRead]), Actor.System);
        foreach (var numbers in Enumerable.Range(1, changes).Chunk(SetSize))
        {
            await console.SendAsync(
                new CommandSet([.. numbers.Select(number => Change(number, ids.NextOpen(), role, ids))]),
                Actor.System
            );
        }

        Console.WriteLine($"{changes:#,0} changes made in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private static ICommand Change(int number, string id, string role, Contests.UserIds ids) =>
        (number % 8) switch
        {
            0 => new DisableUser(id),
            1 => new AssignRole(id, role),
            2 => new ChangeUserPhone(id, $"+1 212 {number:0000000}", ids.VersionOf(id)),
            3 => new ChangeUserName(id, $"renamed.{number}", ids.VersionOf(id)),
            4 or 5 => new UpdateUserProfile(id, $"Renamed Person {number}", ids.VersionOf(id))
            {
                JobTitle = "Team lead",
            },
            _ => new ChangeUserEmail(id, $"moved.{number}@example.net", ids.VersionOf(id)),
        };
}
