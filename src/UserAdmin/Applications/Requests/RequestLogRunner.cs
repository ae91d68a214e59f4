using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;

namespace UserAdmin.Applications.Requests;

/// <summary>Stores every few seconds what applications have asked for.</summary>
internal sealed class RequestLogRunner(
    RequestLog log,
    ICommandBus commands,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<RequestLogRunner> logger
) : BackgroundService
{
    private const string Name = "log of requests";
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Stores what waits.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var some in log.Take().Chunk(RecordApplicationRequests.MostRequests))
        {
            var result = await commands.SendAsync(
                new RecordApplicationRequests(some),
                new CommandContext(Actor.System, Guid.CreateVersion7()),
                cancellationToken
            );
            if (!result.IsAccepted)
            {
                logger.LogWarning("Requests of applications could not be kept: {Reason}", result.Errors[0].Message);
            }
        }
    }

    /// <summary>Stores the rest before the program ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await RunOnceAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ObjectDisposedException))
        {
            logger.LogWarning(fault, "The requests of the last seconds could not be kept.");
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        heartbeats.Beat(Name, _patience);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                heartbeats.Beat(Name, _patience);
            }
            catch (ObjectDisposedException)
            {
                // The program could not start, or is shutting down.
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // What was taken is lost: a log for looking for faults must not grow while the database is away.
                heartbeats.Failed(Name, fault);
                logger.LogError(fault, "Requests of applications could not be kept.");
            }
        }
    }
}
