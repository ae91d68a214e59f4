using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Anchors;

/// <summary>
/// Signs the head of the log at an interval and when the program stops, and delivers the signed heads.
/// </summary>
internal sealed class AnchorRunner(
    IWriteStore store,
    AnchorDeliveries deliveries,
    ICommandBus commands,
    AnchorSignal signal,
    IOptions<AnchorOptions> options,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<AnchorRunner> logger
) : BackgroundService
{
    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "anchors of the log";

    // How soon a destination that failed is tried again, and how late a signature may be.
    private static readonly TimeSpan _beat = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _atTheEnd = TimeSpan.FromSeconds(5);
    private static readonly Actor _actor = Actor.System with { Name = "UserAdmin" };

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Signs the head if it is time to, and delivers what waits.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        using var log = new LogReader(store);
        if ((log.LastSignedHead()?.Event.SignedAt ?? _startedAt) + options.Value.Interval <= time.GetUtcNow())
        {
            await SignAsync(cancellationToken);
        }

        await deliveries.RunOnceAsync(log, cancellationToken);
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

        await SignTheEndAsync();
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
            logger.LogError(fault, "The head of the log was not signed or not delivered; the next try is in a minute.");
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
            // Nothing was signed meanwhile; perhaps it is time to.
        }
    }

    private async Task SignTheEndAsync()
    {
        using var patience = new CancellationTokenSource(_atTheEnd);
        try
        {
            await SignAsync(patience.Token);
            using var log = new LogReader(store);
            await deliveries.RunOnceAsync(log, patience.Token);
        }
        catch (Exception fault)
        {
            // The next start signs and delivers; nothing may delay the stop.
            logger.LogDebug(fault, "The head of the log was not signed at the end.");
        }
    }

    private async Task SignAsync(CancellationToken cancellationToken)
    {
        var result = await commands.SendAsync(
            new SignLogHead(),
            new CommandContext(_actor, Guid.CreateVersion7(time.GetUtcNow())),
            cancellationToken
        );
        if (!result.IsAccepted)
        {
            logger.LogWarning("The head of the log was not signed: {Reason}", result.Errors[0].Message);
        }
    }
}
