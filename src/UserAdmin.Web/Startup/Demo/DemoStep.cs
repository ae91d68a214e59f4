using UserAdmin.Messaging;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>Something that happens at one moment of the demo's history.</summary>
/// <param name="Key">The text from which its command id is derived; each step has its own.</param>
/// <param name="At">The moment.</param>
/// <param name="Actor">Who does it.</param>
/// <param name="Command">Returns the command, for the log position that the actor has seen; null for what does not
/// happen after all.</param>
internal sealed record DemoStep(string Key, DateTimeOffset At, Actor Actor, Func<long, ICommand?> Command)
{
    /// <summary>The reason, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The address that it comes from, or null.</summary>
    public string? IpAddress { get; init; }

    /// <summary>What is awaited before the next step, or null.</summary>
    public Func<CommandContext, IServiceProvider, CancellationToken, Task>? Instead { get; init; }
}
