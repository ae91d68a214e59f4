using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Tables;

namespace UserAdmin.Audit.Exports;

/// <summary>
/// An application started an export of the activity. What it searched for is left out: it may say something about a
/// person, and there is no person whose key could encrypt it.
/// </summary>
[OnlyInHistory("Nothing is kept of an export but who made it.")]
internal sealed record ApplicationActivityExportStarted(
    string ApplicationId,
    string ExportId,
    bool IsOfAll,
    TableFormat Format
) : IEvent
{
    public string SubjectId => ApplicationId;

    public string Describe() => $"Began to export {Which(IsOfAll)} as {ActivityExportStarted.Word(Format)}";

    public static string Which(bool isOfAll) => isOfAll ? "all activity" : "the activity of a search";
}

/// <summary>An export of the activity by an application ended.</summary>
/// <param name="ApplicationId">Which application made it.</param>
/// <param name="ExportId">Key of the export.</param>
/// <param name="IsOfAll">Whether it was of all activity.</param>
/// <param name="Format">Format of the file.</param>
/// <param name="Rows">How many events were written.</param>
/// <param name="IsComplete">False if it was broken off.</param>
[OnlyInHistory("Nothing is kept of an export but who made it.")]
internal sealed record ApplicationActivityExportEnded(
    string ApplicationId,
    string ExportId,
    bool IsOfAll,
    TableFormat Format,
    int Rows,
    bool IsComplete
) : IEvent
{
    public string SubjectId => ApplicationId;

    public string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsComplete ? "Exported" : "Export broken off after")} {Rows:N0} {(Rows == 1 ? "event" : "events")} "
                + $"({ApplicationActivityExportStarted.Which(IsOfAll)}, {ActivityExportStarted.Word(Format)})"
        );
}
