using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using UserAdmin.Web.Startup;

namespace UserAdmin.Web.Tests.Startup;

public sealed class ReadinessLogTests : ILogger<ReadinessLog>
{
    private readonly List<string> _lines = [];
    private readonly ReadinessLog _log;

    public ReadinessLogTests() => _log = new ReadinessLog(this);

    [Fact]
    public void Start_ThatIsNotReadyYet_LogsNothing()
    {
        _log.Note(Report(("read model", "It is being built.")));
        _log.Note(Report(("read model", "It is being built.")));
        _log.Note(Report());

        _lines.ShouldBeEmpty();
    }

    [Fact]
    public void EachChange_IsLoggedOnce_WithItsReason()
    {
        _log.Note(Report());
        _log.Note(Report(("disk", "The disk is full: 3 MB.")));
        _log.Note(Report(("disk", "The disk is full: 2 MB.")));
        _log.Note(Report(("disk", "The disk is full: 2 MB."), ("mail", "No server.")));
        _log.Note(Report());
        _log.Note(Report());

        _lines.ShouldBe([
            "Error The program is not ready: The disk is full: 3 MB.",
            "Error The program is not ready: The disk is full: 2 MB. No server.",
            "Information The program is ready again.",
        ]);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _lines.Add($"{logLevel} {formatter(state, exception)}");

    private static HealthReport Report(params (string Name, string Words)[] failing) =>
        new(
            failing.ToDictionary(
                check => check.Name,
                check => new HealthReportEntry(HealthStatus.Unhealthy, check.Words, TimeSpan.Zero, null, null)
            ),
            TimeSpan.Zero
        );
}
