using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>Changes a user between any two queries, so that no answer comes from a cache.</summary>
internal sealed class OneChange(RunningConsole console, UserIds ids)
{
    private int _number;

    public async Task MakeAsync()
    {
        var id = ids.NextOpen();
        await console.SendAsync(
            new ChangeUserPhone(id, $"+1 212 {++_number:0000000}", ids.VersionOf(id)),
            Actor.System
        );
        await console.CaughtUpAsync();
    }
}
