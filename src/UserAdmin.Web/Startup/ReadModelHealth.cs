using Microsoft.Extensions.Diagnostics.HealthChecks;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>Reports ready if both databases are up to date and the projection runner keeps up.</summary>
internal sealed class ReadModelHealth(IStoreSetup stores, IProjectionMonitor monitor, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(10);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var now = time.GetUtcNow();
        var status = monitor.Current;
        var result =
            !stores.IsPrepared ? HealthCheckResult.Unhealthy("The databases are not migrated yet.")
            : status.Paused is { } pause
                ? HealthCheckResult.Unhealthy(
                    $"The projection runner has paused before event {pause.Position} "
                        + $"({(pause.EventType.Length > 0 ? pause.EventType : "a database does not answer")})."
                )
            : status.Mismatch is { } mismatch
                ? HealthCheckResult.Unhealthy(
                    $"The log is not the one that had been read up to event {mismatch.ExpectedPosition}. "
                        + "Acknowledge it on the page System."
                )
            : status is { IsBuilding: true, Lag: > 0 }
                ? HealthCheckResult.Unhealthy(
                    $"The read model is being built: {status.ReadPosition} of {status.LogPosition} events."
                )
            : status.HeartbeatAt is not { } beat || now - beat > _silence
                ? HealthCheckResult.Unhealthy("The projection runner is not responding.")
            : status.Lag > 0 && (status.CaughtUpAt is not { } caughtUp || now - caughtUp > _silence)
                ? HealthCheckResult.Unhealthy($"The read model is {status.Lag} events behind.")
            : HealthCheckResult.Healthy(
                $"The read model stands at position {status.ReadPosition}, {status.Lag} "
                    + $"behind{(status.SetAside > 0 ? $"; {status.SetAside} events set aside" : "")}."
            );
        return Task.FromResult(result);
    }
}
