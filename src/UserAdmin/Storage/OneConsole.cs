using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UserAdmin.Storage;

/// <summary>
/// Lets the console start only if no other one serves the same database, and stops it if that changes.
/// </summary>
internal sealed class OneConsole(
    IEnumerable<IConsoleTurn> turns,
    IHostApplicationLifetime lifetime,
    ILogger<OneConsole> logger
) : BackgroundService
{
    /// <exception cref="StartupException">Another console serves the database.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var turn in turns)
        {
            await turn.TakeAsync(cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var turn in turns)
        {
            await turn.KeepAsync(stoppingToken);
            if (!stoppingToken.IsCancellationRequested)
            {
                logger.LogCritical(
                    "Another console serves the database since the connection was lost, so this one stops."
                );
                lifetime.StopApplication();
            }
        }
    }
}
