using OpenTelemetry;
using OpenTelemetry.Logs;

namespace UserAdmin.Web.Startup.Telemetry;

/// <summary>
/// Leaves in an exported log entry its template, the numbers in it, and the type and the stack of the exception. Texts
/// and messages of exceptions can contain what somebody typed; they are in the log of the machine only.
/// </summary>
internal sealed class ImpersonalLogs : BaseProcessor<LogRecord>
{
    private const string Template = "{OriginalFormat}";

    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        var kept = (data.Attributes ?? []).Where(value => value.Key == Template || IsNumber(value.Value)).ToList();
        data.Body = kept.Find(value => value.Key == Template).Value as string;
        data.FormattedMessage = null;
        if (data.Exception is { } fault)
        {
            kept.Add(new("exception.type", fault.GetType().FullName));
            kept.Add(new("exception.stacktrace", fault.StackTrace));
            data.Exception = null;
        }

        data.Attributes = kept;
    }

    private static bool IsNumber(object? value) => value is bool or int or long or double or TimeSpan;
}
