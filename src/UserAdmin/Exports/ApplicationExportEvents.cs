using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Tables;

namespace UserAdmin.Exports;

/// <summary>
/// An application started an export of users' data. What it searched for is left out: it may say something about a
/// person, and there is no person whose key could encrypt it.
/// </summary>
[OnlyInHistory("Nothing is kept of an export but who made it.")]
internal sealed record ApplicationExportStarted(
    string ApplicationId,
    string ExportId,
    bool IsOfAll,
    TableFormat Format,
    DateTimeOffset? At
) : IEvent
{
    public string SubjectId => ApplicationId;

    public static ApplicationExportStarted Of(string applicationId, string exportId, UserExport what) =>
        new(applicationId, exportId, what.Search.Length == 0, what.Format, what.At);

    public string Describe() =>
        $"Began to export {Who(IsOfAll)}"
        + (
            At is { } at
                ? $" as of {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"
                : ""
        )
        + $" as {UsersExportStarted.Word(Format)}";

    public static string Who(bool isOfAll) => isOfAll ? "all users" : "the users of a search";
}

[OnlyInHistory("Nothing is kept of an export but who made it.")]
internal sealed record ApplicationExportEnded(
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
            $"{(IsComplete ? "Exported" : "Export broken off after")} {Rows:N0} {(Rows == 1 ? "user" : "users")} "
                + $"({ApplicationExportStarted.Who(IsOfAll)}, {UsersExportStarted.Word(Format)})"
        );
}
