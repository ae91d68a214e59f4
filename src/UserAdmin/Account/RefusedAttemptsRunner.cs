using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Account;

/// <summary>Writes down what was tried in vain, within seconds, and no more of it than the log can bear: what is too much waits and is counted together.</summary>
internal sealed class RefusedAttemptsRunner(RefusedAttempts attempts, ICommandBus commands, TimeProvider time, ILogger<RefusedAttemptsRunner> logger)
    : BackgroundService
{
    private const int MostAtOnce = 60;
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(3);
    // Some 9,000 events a day at the most, however many try.
    private static readonly TimeSpan _timeOfOne = TimeSpan.FromSeconds(10);

    private double _allowance = MostAtOnce;
    private long _lastRun = time.GetTimestamp();

    /// <summary>Writes down what waits, as far as the allowance goes.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        _allowance = Math.Min(MostAtOnce, _allowance + (time.GetElapsedTime(_lastRun) / _timeOfOne));
        _lastRun = time.GetTimestamp();
        var taken = attempts.Take((int)_allowance);
        if (taken.Count == 0)
        {
            return;
        }

        _allowance -= taken.Count;
        var result = await commands.SendAsync(new RecordRefusedAttempts(taken), new CommandContext(Actor.System, Guid.CreateVersion7(time.GetUtcNow())), cancellationToken);
        if (!result.IsAccepted)
        {
            logger.LogWarning("Refused attempts could not be written down: {Reason}", result.Errors[0].Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                logger.LogError(fault, "Refused attempts could not be written down; later ones are tried again.");
            }
        }
    }
}
