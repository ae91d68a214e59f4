using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Tables;

namespace UserAdmin.Audit.Exports;

/// <summary>
/// Somebody started an export of the activity. If no end event follows, the program itself stopped during it.
/// </summary>
[OnlyInHistory("Nothing is kept of an export but who made it.")]
internal sealed record ActivityExportStarted(string UserId, string ExportId, ActivityExport What) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => $"Began to export {Which(What)} as {Word(What.Format)}";

    public static string Which(ActivityExport what) =>
        what.Search.Length == 0 ? "all activity" : $"the activity found by “{what.Search}”";

    public static string Word(TableFormat format) => format == TableFormat.JsonLines ? "JSON Lines" : "CSV";
}

/// <summary>An export of the activity ended.</summary>
/// <param name="UserId">Who made it.</param>
/// <param name="ExportId">Key of the export.</param>
/// <param name="What">What was exported.</param>
/// <param name="Rows">How many events were written.</param>
/// <param name="IsComplete">False if it was broken off.</param>
[OnlyInHistory("Nothing is kept of an export but who made it.")]
internal sealed record ActivityExportEnded(
    string UserId,
    string ExportId,
    ActivityExport What,
    int Rows,
    bool IsComplete
) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsComplete ? "Exported" : "Export broken off after")} {Rows:N0} {(Rows == 1 ? "event" : "events")} "
                + $"({ActivityExportStarted.Which(What)}, {ActivityExportStarted.Word(What.Format)})"
        );
}
