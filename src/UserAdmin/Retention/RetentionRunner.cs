using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Storage;

namespace UserAdmin.Retention;

/// <summary>Erases sign-ins and addresses that the policy does not keep any longer, every hour.</summary>
internal sealed class RetentionRunner(
    IWriteStore store,
    PolicyReader policies,
    ICommandBus commands,
    RetentionSignal signal,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<RetentionRunner> logger
) : BackgroundService
{
    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "retention of sign-ins and addresses";

    // How many events are looked at after each command; others may come in between.
    private const int Recent = 1000;

    private static readonly TimeSpan _beat = TimeSpan.FromHours(1);
    private static readonly TimeSpan _patience = TimeSpan.FromHours(3);
    private static readonly Actor _actor = Actor.System with { Name = "UserAdmin" };

    // The days that are done, so that a search of the log happens once a day.
    private readonly Dictionary<TraceKind, DateOnly> _done = [];

    /// <summary>Erases what is due.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var policy = await policies.CurrentAsync(cancellationToken);
        foreach (var kind in Enum.GetValues<TraceKind>())
        {
            if (
                RetentionDays.Before(policy, kind, time.GetUtcNow()) is { } before
                && _done.GetValueOrDefault(kind) != before
                && await EraseAsync(kind, before, cancellationToken)
            )
            {
                _done[kind] = before;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        heartbeats.Beat(Name, _patience);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryRunOnceAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is stopping, or another node is the leader now.
        }
    }

    private async Task TryRunOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
            heartbeats.Beat(Name, _patience);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            heartbeats.Failed(Name, fault);
            logger.LogError(fault, "Sign-ins and addresses were not erased; the next try is in an hour.");
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var timer = time.CreateTimer(
            static source => ((CancellationTokenSource)source!).Cancel(),
            beat,
            _beat,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            await signal.WaitAsync(beat.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // The policy was not changed meanwhile; perhaps another day is over.
        }
    }

    private async Task<bool> EraseAsync(TraceKind kind, DateOnly before, CancellationToken cancellationToken)
    {
        using var log = new LogReader(store);
        long tail;
        do
        {
            tail = log.Tail().Position;
            var result = await commands.SendAsync(
                new EraseTraces(kind, before),
                new CommandContext(_actor, Guid.CreateVersion7(time.GetUtcNow())),
                cancellationToken
            );
            if (!result.IsAccepted)
            {
                logger.LogWarning("Nothing was erased: {Reason}", result.Errors[0].Message);
                return false;
            }
            // A command that finds nothing any more records nothing.
        } while (log.Read(tail, Recent).Exists(record => record.Type == nameof(TracesErased)));
        return true;
    }
}
