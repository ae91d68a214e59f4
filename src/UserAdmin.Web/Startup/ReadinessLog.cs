using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Logs when the program stops being ready, why, and when it is ready again. ASP.NET Core logs an error for every
/// request that finds a failing check, which fills the log of a node that a load balancer asks each second, and of
/// every start.
/// </summary>
internal sealed partial class ReadinessLog(ILogger<ReadinessLog> logger)
{
    private readonly Lock _lock = new();
    private bool _everReady;
    private string _failing = "";

    /// <summary>
    /// Logs what has changed since the report before. Nothing is logged until the first report is ready.
    /// </summary>
    /// <param name="report">What the checks say now.</param>
    public void Note(HealthReport report)
    {
        var failed = report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy).ToList();
        lock (_lock)
        {
            var failing = string.Join(", ", failed.Select(entry => entry.Key));
            if (failing != _failing && _everReady)
            {
                if (failing.Length == 0)
                {
                    LogReady();
                }
                else
                {
                    LogNotReady(
                        string.Join(' ', failed.Select(entry => entry.Value.Description)),
                        failed.Select(entry => entry.Value.Exception).FirstOrDefault(fault => fault is not null)
                    );
                }
            }

            _failing = failing;
            _everReady |= failing.Length == 0;
        }
    }

    [LoggerMessage(LogLevel.Error, "The program is not ready: {Problems}")]
    private partial void LogNotReady(string problems, Exception? fault);

    [LoggerMessage(LogLevel.Information, "The program is ready again.")]
    private partial void LogReady();
}
