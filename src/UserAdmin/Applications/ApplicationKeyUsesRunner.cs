using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Applications;

/// <summary>Records once a minute which keys of applications were used.</summary>
internal sealed class ApplicationKeyUsesRunner(
    ApplicationKeyUses uses,
    ICommandBus commands,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<ApplicationKeyUsesRunner> logger
) : BackgroundService
{
    /// <summary>The precision of “last use”.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const string Name = "application key";

    /// <summary>Records the uses since the last run.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var some in uses.Take().Chunk(RecordApplicationKeyUse.MostKeys))
        {
            try
            {
                var result = await commands.SendAsync(
                    new RecordApplicationKeyUse(some),
                    new CommandContext(Actor.System, Guid.CreateVersion7()),
                    cancellationToken
                );
                if (!result.IsAccepted)
                {
                    logger.LogWarning(
                        "The last use of the keys could not be recorded: {Reason}",
                        result.Errors[0].Message
                    );
                }
            }
            catch
            {
                uses.PutBack(some);
                throw;
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
                logger.LogError(fault, "The last use of the keys could not be recorded; the next try is in a minute.");
            }
        }
    }
}
