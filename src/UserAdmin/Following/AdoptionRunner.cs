using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;

namespace UserAdmin.Following;

/// <summary>Reads the accounts of an application that are not known yet, when this node becomes the leader.</summary>
internal sealed class AdoptionRunner(
    AccountAdoption adoption,
    AdoptionState state,
    ReconciliationSignal reconciliation,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<AdoptionRunner> logger
) : BackgroundService
{
    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "reader of an application's accounts";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _afterAFault = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!await TryAsync(stoppingToken))
        {
            await Task.Delay(_afterAFault, time, stoppingToken);
        }

        // It is one of the leader's workers, of which none may end.
        heartbeats.Forget(Name);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
    }

    private async Task<bool> TryAsync(CancellationToken stoppingToken)
    {
        heartbeats.Beat(Name, _patience);
        try
        {
            if (await adoption.RunAsync(Tell, stoppingToken) > 0)
            {
                reconciliation.AskForEverything();
            }

            return true;
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            heartbeats.Failed(Name, fault);
            logger.LogError(
                fault,
                "The accounts of the application could not be read to the end; the next try is in {Seconds} s.",
                _afterAFault.TotalSeconds
            );
            return false;
        }
        finally
        {
            state.End();
        }
    }

    private void Tell(Adoption progress)
    {
        heartbeats.Beat(Name, _patience);
        state.Tell(progress);
    }
}
