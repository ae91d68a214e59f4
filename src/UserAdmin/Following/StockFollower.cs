using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;

namespace UserAdmin.Following;

/// <summary>
/// Records what other programs do to the stock tables, a moment after they did it: looks at the queue that the triggers
/// fill, and sees to it that the triggers are there.
/// </summary>
internal sealed class StockFollower(
    IObservedQueue queue,
    IStockTriggers triggers,
    UnrecordedChanges unrecorded,
    ReconciliationSignal reconciliation,
    ICommandBus commands,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<StockFollower> logger
) : BackgroundService
{
    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "follower of other programs";

    /// <summary>The time between two looks, which costs less than a thousandth of a processor.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _afterAFault = TimeSpan.FromSeconds(5);

    /// <summary>Creates missing triggers and records what the queue has.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await EnsureTriggersAsync(cancellationToken);
        while (await queue.AnyAsync(cancellationToken))
        {
            heartbeats.Beat(Name, _patience);
            var result = await commands.SendAsync(
                RecordObservedChanges.Noted,
                new CommandContext(Actor.System, Guid.CreateVersion7(time.GetUtcNow())),
                cancellationToken
            );
            if (!result.IsAccepted)
            {
                throw new InvalidOperationException(result.Errors[0].Message);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        heartbeats.Beat(Name, _patience);
        while (true)
        {
            var wait = Interval;
            try
            {
                await RunOnceAsync(stoppingToken);
                heartbeats.Beat(Name, _patience);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(
                    fault,
                    "What other programs changed could not be recorded; the next try is in {Seconds} s.",
                    _afterAFault.TotalSeconds
                );
                wait = _afterAFault;
            }

            await Task.Delay(wait, time, stoppingToken);
        }
    }

    private async Task EnsureTriggersAsync(CancellationToken cancellationToken)
    {
        var state = await triggers.EnsureAsync(cancellationToken);
        if (state.Problem is { } problem && problem != unrecorded.NotFollowed)
        {
            logger.LogWarning(
                "Triggers on the Identity tables could not be created: {Problem} What other programs change is "
                    + "recorded at the next comparison, minutes later.",
                problem
            );
        }

        unrecorded.NotFollowed = state.Problem;
        if (state.WereMissing)
        {
            // Nobody knows what was changed without them.
            reconciliation.AskForEverything();
        }
    }
}
