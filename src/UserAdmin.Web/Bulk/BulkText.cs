using UserAdmin.Bulk;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Bulk;

/// <summary>Texts for bulk actions.</summary>
internal static class BulkText
{
    /// <summary>Returns the label of the button that leads to the preview: “Disable”.</summary>
    public static string Short(BulkAction action) =>
        action switch
        {
            BulkAction.AssignRole => T("Assign role"),
            BulkAction.RemoveRole => T("Remove role"),
            BulkAction.SignOut => T("Sign out"),
            BulkAction.RequirePasswordChange => T("Require new password"),
            BulkAction.Undo => T("Undo changes"),
            BulkAction.ResendInvitation => T("Send invitation again"),
            BulkAction.Disable => T("Disable", "verb"),
            BulkAction.Enable => T("Enable", "verb"),
            BulkAction.Lock => T("Lock", "verb"),
            BulkAction.Unlock => T("Unlock", "verb"),
            BulkAction.Delete => T("Delete", "verb"),
            BulkAction.Restore => T("Restore", "verb"),
            _ => action.ToString(),
        };

    /// <summary>Returns the action with the number of users: “Disable 480 users”.</summary>
    public static string Does(BulkAction action, int count, string? role) =>
        action switch
        {
            BulkAction.AssignRole => T(
                count,
                $"Assign {Role(role)} to 1 user",
                $"Assign {Role(role)} to {Count(count)} users"
            ),
            BulkAction.RemoveRole => T(
                count,
                $"Remove {Role(role)} from 1 user",
                $"Remove {Role(role)} from {Count(count)} users"
            ),
            BulkAction.SignOut => T(count, "Sign out 1 user", $"Sign out {Count(count)} users"),
            BulkAction.RequirePasswordChange => T(
                count,
                "Require a new password from 1 user",
                $"Require a new password from {Count(count)} users"
            ),
            BulkAction.Undo => T(count, "Undo changes of 1 user", $"Undo changes of {Count(count)} users"),
            BulkAction.ResendInvitation => T(
                count,
                "Send the invitation to 1 user again",
                $"Send the invitation to {Count(count)} users again"
            ),
            BulkAction.Disable => T(count, "Disable 1 user", $"Disable {Count(count)} users"),
            BulkAction.Enable => T(count, "Enable 1 user", $"Enable {Count(count)} users"),
            BulkAction.Lock => T(count, "Lock 1 user", $"Lock {Count(count)} users"),
            BulkAction.Unlock => T(count, "Unlock 1 user", $"Unlock {Count(count)} users"),
            BulkAction.Delete => T(count, "Delete 1 user", $"Delete {Count(count)} users"),
            BulkAction.Restore => T(count, "Restore 1 user", $"Restore {Count(count)} users"),
            _ => $"{action} {Users(count)}",
        };

    /// <summary>Returns the action without a number: “Disable users”.</summary>
    public static string Title(BulkAction action, string? role = null) =>
        action switch
        {
            BulkAction.AssignRole => role is null ? T("Assign a role") : T($"Assign “{role}”"),
            BulkAction.RemoveRole => role is null ? T("Remove a role") : T($"Remove “{role}”"),
            BulkAction.SignOut => T("Sign users out"),
            BulkAction.RequirePasswordChange => T("Require new passwords"),
            BulkAction.Undo => T("Undo changes"),
            BulkAction.ResendInvitation => T("Send invitations again"),
            BulkAction.Disable => T("Disable users"),
            BulkAction.Enable => T("Enable users"),
            BulkAction.Lock => T("Lock users"),
            BulkAction.Unlock => T("Unlock users"),
            BulkAction.Delete => T("Delete users"),
            BulkAction.Restore => T("Restore users"),
            _ => $"{action} users",
        };

    /// <summary>Returns what the action means for the person.</summary>
    public static string Means(BulkAction action) =>
        action switch
        {
            BulkAction.Disable => T(
                "They are signed out everywhere at once and cannot sign in, here or in any application "
                    + "that uses these accounts, until somebody enables them again. Nothing is deleted."
            ),
            BulkAction.Enable => T("They can sign in again with the password and the roles their accounts have now."),
            BulkAction.Lock => T(
                "They are signed out everywhere at once and cannot sign in until the moment you choose; "
                    + "then the accounts unlock automatically."
            ),
            BulkAction.Unlock => T("They can sign in again at once."),
            BulkAction.Delete => T(
                "They are signed out everywhere at once and their accounts are deleted. They can be "
                    + "restored until they are purged."
            ),
            BulkAction.Restore => T("The accounts come back in the state they were in."),
            BulkAction.AssignRole => T("They get everything the role allows, from now on."),
            BulkAction.RemoveRole => T("They lose what only this role allows, at once."),
            BulkAction.SignOut => T(
                "Every session ends, here at once and in other applications at their next check. They can "
                    + "sign in again."
            ),
            BulkAction.RequirePasswordChange => T(
                "They have to choose a new password at the next sign-in; whoever is signed in, at once."
            ),
            BulkAction.ResendInvitation => T("Each gets a new link, and the one that was sent before stops working."),
            _ => "",
        };

    /// <summary>Returns the label of users that need no change: “Already disabled”.</summary>
    public static string Already(BulkAction action) =>
        action switch
        {
            BulkAction.Disable => T("Already disabled"),
            BulkAction.Enable => T("Not disabled"),
            BulkAction.Lock => T("Already locked like this"),
            BulkAction.Unlock => T("Not locked"),
            BulkAction.Delete => T("Already deleted"),
            BulkAction.Restore => T("Not deleted"),
            BulkAction.AssignRole => T("Already have it"),
            BulkAction.RemoveRole => T("Do not have it"),
            BulkAction.RequirePasswordChange => T("Already required"),
            BulkAction.Undo => T("Already as before"),
            _ => T("Already so"),
        };

    /// <summary>Returns the label of the reverse action: “Undo: enable the 480 that changed”.</summary>
    public static string Undo(BulkAction reverse, int count) =>
        T(
            count,
            $"Undo: {Again(reverse)} the one that changed",
            $"Undo: {Again(reverse)} the {Count(count)} that changed"
        );

    /// <summary>Returns whether the action is destructive.</summary>
    public static bool IsDangerous(BulkAction action) =>
        action is BulkAction.Disable or BulkAction.Lock or BulkAction.Delete or BulkAction.RemoveRole;

    /// <summary>“1 user”, “1,204 users”.</summary>
    public static string Users(int count) => T(count, "1 user", $"{Count(count)} users");

    /// <summary>“1,204”.</summary>
    public static string Count(int number) => number.ToString("N0", WrittenIn);

    /// <summary>Returns the state of a bulk action as one word.</summary>
    public static string Status(BulkStatus status) =>
        status switch
        {
            BulkStatus.Running => T("Running", "status"),
            BulkStatus.Finished => T("Finished", "status"),
            BulkStatus.Cancelled => T("Cancelled", "status"),
            _ => T("Stopping", "status"),
        };

    /// <summary>Returns the CSS class of that word.</summary>
    public static string ChipOf(BulkStatus status) =>
        status switch
        {
            BulkStatus.Finished => "good",
            BulkStatus.Running => "active",
            _ => "warn",
        };

    private static string Role(string? role) => role is null ? T("a role", "at the start") : T($"“{role}”");

    // Of the actions that reverse another one, as they stand within a sentence.
    private static string Again(BulkAction reverse) =>
        reverse switch
        {
            BulkAction.AssignRole => T("assign role", "reverse"),
            BulkAction.RemoveRole => T("remove role", "reverse"),
            BulkAction.Disable => T("disable", "reverse"),
            BulkAction.Enable => T("enable", "reverse"),
            BulkAction.Unlock => T("unlock", "reverse"),
            BulkAction.Delete => T("delete", "reverse"),
            BulkAction.Restore => T("restore", "reverse"),
            _ => Short(reverse),
        };
}
