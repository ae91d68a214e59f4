using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Tables;

namespace UserAdmin.Exports;

/// <summary>
/// Somebody started an export of users' data. If no end event follows, the program itself stopped during it.
/// </summary>
[OnlyInHistory("Nothing is kept of an export but who made it.")]
internal sealed record UsersExportStarted(string UserId, string ExportId, UserExport What) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => $"Began to export {Who(What)} as {Word(What.Format)}";

    public static string Who(UserExport what) =>
        (what.Search.Length == 0 ? "all users" : $"the users found by “{what.Search}”")
        + (
            what.At is { } at
                ? $" as of {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"
                : ""
        );

    public static string Word(TableFormat format) =>
        format switch
        {
            TableFormat.Csv => "CSV",
            TableFormat.Xlsx => "XLSX",
            TableFormat.JsonLines => "JSON Lines",
            // A log from before events were validated may contain any number.
            _ => "an unknown format",
        };
}

[OnlyInHistory("Nothing is kept of an export but who made it.")]
internal sealed record UsersExportEnded(string UserId, string ExportId, UserExport What, int Rows, bool IsComplete)
    : IEvent
{
    public string SubjectId => UserId;

    public string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsComplete ? "Exported" : "Export broken off after")} {Rows:N0} "
                + $"{(Rows == 1 ? "user" : "users")} ({UsersExportStarted.Who(What)}, {What.Columns.Count} columns, "
                + $"{UsersExportStarted.Word(What.Format)})"
        );
}
