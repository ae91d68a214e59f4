using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Account;

/// <summary>Records every few minutes which sessions were in use, and deletes expired ones.</summary>
internal sealed class SessionsSeenRunner(
    SessionTracker tracker,
    ICommandBus commands,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<SessionsSeenRunner> logger
) : BackgroundService
{
    /// <summary>The precision of “last seen”.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private const string Name = "session";

    /// <summary>Records the sessions seen since the last run.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var seen = tracker.Take();
        // Run at least once even if no session was seen, because the command also deletes expired sessions.
        foreach (
            var some in seen.Count == 0
                ?
                [
                    [],
                ]
                : seen.Chunk(RecordSessionsSeen.MostSessions)
        )
        {
            var result = await commands.SendAsync(
                new RecordSessionsSeen(some),
                new CommandContext(Actor.System, Guid.CreateVersion7()),
                cancellationToken
            );
            if (!result.IsAccepted)
            {
                logger.LogWarning(
                    "The last use of the sessions could not be recorded: {Reason}",
                    result.Errors[0].Message
                );
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        heartbeats.Beat(Name, Interval * 2.5);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                heartbeats.Beat(Name, Interval * 2.5);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(
                    fault,
                    "The last use of the sessions could not be recorded; the next try is in {Minutes} minutes.",
                    Interval.TotalMinutes
                );
            }
        }
    }
}
