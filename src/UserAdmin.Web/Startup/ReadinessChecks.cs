using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Storage;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Startup;

/// <summary>Checks whether this node takes new pages, which a node that is stopping does not.</summary>
internal sealed class DrainingHealth(Draining draining) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            draining.Begun.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("This node is stopping. Its pages move to other nodes.")
                : HealthCheckResult.Healthy("This node takes new pages.")
        );
}

/// <summary>Checks whether the write database can be written; otherwise nobody can change anything.</summary>
internal sealed class WriteSideHealth(IStorageHealth storage) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await storage.WriteProblemAsync(cancellationToken) is { } problem
            ? HealthCheckResult.Unhealthy(problem)
            : HealthCheckResult.Healthy("The write database can be written.");
}

/// <summary>Checks whether every background worker is running.</summary>
internal sealed class RunnersHealth(IRunnerMonitor runners) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            runners.Silent is [_, ..] silent
                ? HealthCheckResult.Unhealthy(string.Join(' ', silent.Select(Words)))
                : HealthCheckResult.Healthy("The background workers are running.")
        );

    private static string Words(SilentRunner runner) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The {runner.Name} worker has done nothing since {runner.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} "
                + $"UTC{(runner.Error is { } error ? $": {error.ReplaceLineEndings(" ")}" : ".")}"
        );
}

/// <summary>Checks whether mail is sent. Unsent mail does not prevent work, so the program stays ready.</summary>
internal sealed class MailHealth(IMailMonitor mail) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var (count, error) = await mail.OverdueAsync(cancellationToken);
        return count == 0
            ? HealthCheckResult.Healthy("No mail is overdue.")
            : HealthCheckResult.Degraded(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count:N0} mails have been waiting for more than ten "
                        + $"minutes{(error is null ? "." : $": {error.ReplaceLineEndings(" ")}")}"
                )
            );
    }
}

/// <summary>
/// Checks whether the Identity tables are compared with the log. A program that is too busy for this still works, so it
/// stays ready.
/// </summary>
internal sealed class StockComparisonHealth(IStockReports reports) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            reports.Overdue is { } last
                ? HealthCheckResult.Degraded(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{last.Unfinished} tries in a row to compare the Identity tables with the log did "
                            + $"not finish; the last complete comparison was {When(last.ComparedAt)}."
                    )
                )
                : HealthCheckResult.Healthy("The Identity tables are compared with the log.")
        );

    private static string When(DateTimeOffset? at) =>
        at is { } moment
            ? string.Create(CultureInfo.InvariantCulture, $"at {moment.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
            : "before this start, if ever";
}

/// <summary>Checks the free space on the disk.</summary>
internal sealed class DiskHealth(IStorageHealth storage) : IHealthCheck
{
    private const long Mega = 1024 * 1024;

    // A write-ahead log alone may grow to 32 MB before it is written back.
    private const long Least = 64 * Mega;
    private const long Little = 512 * Mega;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            storage.FreeBytes() is not { } free
                ? HealthCheckResult.Healthy("The free space on the disk is unknown.")
                : Result(
                    free,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{free / Mega:N0} MB are free on the disk of the databases."
                    )
                )
        );

    private static HealthCheckResult Result(long free, string words) =>
        free < Least ? HealthCheckResult.Unhealthy($"The disk is full: {words}")
        : free < Little ? HealthCheckResult.Degraded($"The disk is nearly full: {words}")
        : HealthCheckResult.Healthy(words);
}
