using UserAdmin.Imports;
using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Invitations;

/// <summary>Texts about invitations.</summary>
internal static class InvitationText
{
    /// <summary>“1 person”, “40 people”.</summary>
    public static string People(int count) => T(count, "1 person", $"{BulkText.Count(count)} people");

    /// <summary>“1 invitation”, “40 invitations”.</summary>
    public static string Invitations(int count) => T(count, "1 invitation", $"{BulkText.Count(count)} invitations");

    /// <summary>Returns what a run is doing, or how it ended.</summary>
    public static string Status(ImportRow row) =>
        row.Status switch
        {
            ImportStatus.Reading or ImportStatus.Ready => T("Waiting"),
            ImportStatus.Previewing or ImportStatus.Previewed => T("Checking"),
            ImportStatus.Running => T("Inviting"),
            _ => ImportText(row),
        };

    /// <summary>Returns the heading of a run.</summary>
    public static string Title(ImportRow row) =>
        row.IsOver ? T($"{People(row.Done.Created)} invited")
        : row.Rows == 0 ? T("Inviting people")
        : T($"Inviting {People(row.Rows)}");

    /// <summary>Returns the outcome for a person.</summary>
    public static string Outcome(ImportVerdict verdict, bool isDone, bool isOver) =>
        verdict == ImportVerdict.Refused ? T("Refused")
        : isDone ? T("Invited")
        : isOver ? T("Not invited")
        : T("Waiting");

    private static string ImportText(ImportRow row) => Imports.ImportText.Status(row);
}
