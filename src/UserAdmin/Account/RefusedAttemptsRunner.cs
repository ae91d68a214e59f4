using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Account;

/// <summary>
/// Records refused attempts within seconds, but at a limited rate; excess attempts wait and are counted together.
/// </summary>
internal sealed class RefusedAttemptsRunner(
    RefusedAttempts attempts,
    ICommandBus commands,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<RefusedAttemptsRunner> logger
) : BackgroundService
{
    private const string Name = "runner of refused attempts";
    private const int MostAtOnce = 60;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(3);

    // At most about 9,000 events a day, however many attempts there are.
    private static readonly TimeSpan _timeOfOne = TimeSpan.FromSeconds(10);

    private double _allowance = MostAtOnce;
    private long _lastRun = time.GetTimestamp();

    /// <summary>Records the waiting attempts, as far as the rate limit allows.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        _allowance = Math.Min(MostAtOnce, _allowance + (time.GetElapsedTime(_lastRun) / _timeOfOne));
        _lastRun = time.GetTimestamp();
        var taken = attempts.Take((int)_allowance);
        if (taken.Count == 0)
        {
            return;
        }

        CommandResult result;
        try
        {
            result = await commands.SendAsync(
                new RecordRefusedAttempts(taken),
                new CommandContext(Actor.System, Guid.CreateVersion7(time.GetUtcNow())),
                cancellationToken
            );
        }
        catch
        {
            attempts.PutBack(taken);
            throw;
        }

        _allowance -= taken.Count;
        if (!result.IsAccepted)
        {
            logger.LogWarning("Refused attempts could not be recorded: {Reason}", result.Errors[0].Message);
        }
    }

    /// <summary>Records the rest before the program ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await RunOnceAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ObjectDisposedException))
        {
            logger.LogWarning(fault, "The refused attempts of the last seconds could not be recorded.");
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
                heartbeats.Failed(Name, fault);
                logger.LogError(fault, "Refused attempts could not be recorded; later ones are tried again.");
            }
        }
    }
}
