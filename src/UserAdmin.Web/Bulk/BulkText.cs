using System.Globalization;
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
            BulkAction.AssignRole => "Assign role",
            BulkAction.RemoveRole => "Remove role",
            BulkAction.SignOut => "Sign out",
            BulkAction.RequirePasswordChange => "Require new password",
            BulkAction.Undo => "Undo changes",
            BulkAction.ResendInvitation => "Send invitation again",
            _ => action.ToString(),
        };

    /// <summary>Returns the action with the number of users: “Disable 480 users”.</summary>
    public static string Does(BulkAction action, int count, string? role) =>
        action switch
        {
            BulkAction.AssignRole => $"Assign {Role(role)} to {Users(count)}",
            BulkAction.RemoveRole => $"Remove {Role(role)} from {Users(count)}",
            BulkAction.SignOut => $"Sign out {Users(count)}",
            BulkAction.RequirePasswordChange => $"Require a new password from {Users(count)}",
            BulkAction.Undo => $"Undo changes of {Users(count)}",
            BulkAction.ResendInvitation => $"Send the invitation to {Users(count)} again",
            _ => $"{action} {Users(count)}",
        };

    /// <summary>Returns the action without a number: “Disable users”.</summary>
    public static string Title(BulkAction action, string? role = null) =>
        action switch
        {
            BulkAction.AssignRole => $"Assign {Role(role)}",
            BulkAction.RemoveRole => $"Remove {Role(role)}",
            BulkAction.SignOut => "Sign users out",
            BulkAction.RequirePasswordChange => "Require new passwords",
            BulkAction.Undo => "Undo changes",
            BulkAction.ResendInvitation => "Send invitations again",
            _ => $"{action} users",
        };

    /// <summary>Returns what the action means for the person.</summary>
    public static string Means(BulkAction action) =>
        action switch
        {
            BulkAction.Disable =>
                "They are signed out everywhere at once and cannot sign in, here or in any application "
                    + "that uses these accounts, until somebody enables them again. Nothing is deleted.",
            BulkAction.Enable => "They can sign in again with the password and the roles their accounts have now.",
            BulkAction.Lock => "They are signed out everywhere at once and cannot sign in until the moment you choose; "
                + "then the accounts unlock automatically.",
            BulkAction.Unlock => "They can sign in again at once.",
            BulkAction.Delete => "They are signed out everywhere at once and their accounts are deleted. They can be "
                + "restored until they are purged.",
            BulkAction.Restore => "The accounts come back in the state they were in.",
            BulkAction.AssignRole => "They get everything the role allows, from now on.",
            BulkAction.RemoveRole => "They lose what only this role allows, at once.",
            BulkAction.SignOut =>
                "Every session ends, here at once and in other applications at their next check. They can "
                    + "sign in again.",
            BulkAction.RequirePasswordChange =>
                "They have to choose a new password at the next sign-in; whoever is signed in, at once.",
            BulkAction.ResendInvitation => "Each gets a new link, and the one that was sent before stops working.",
            _ => "",
        };

    /// <summary>Returns the label of users that need no change: “Already disabled”.</summary>
    public static string Already(BulkAction action) =>
        action switch
        {
            BulkAction.Disable => "Already disabled",
            BulkAction.Enable => "Not disabled",
            BulkAction.Lock => "Already locked like this",
            BulkAction.Unlock => "Not locked",
            BulkAction.Delete => "Already deleted",
            BulkAction.Restore => "Not deleted",
            BulkAction.AssignRole => "Already have it",
            BulkAction.RemoveRole => "Do not have it",
            BulkAction.RequirePasswordChange => "Already required",
            BulkAction.Undo => "Already as before",
            _ => "Already so",
        };

    /// <summary>Returns the label of the reverse action: “Undo: enable the 480 that changed”.</summary>
    public static string Undo(BulkAction reverse, int count) =>
        $"Undo: {Short(reverse).ToLowerInvariant()} "
        + $"{(count == 1 ? "the one that changed" : $"the {Count(count)} that changed")}";

    /// <summary>Returns whether the action is destructive.</summary>
    public static bool IsDangerous(BulkAction action) =>
        action is BulkAction.Disable or BulkAction.Lock or BulkAction.Delete or BulkAction.RemoveRole;

    /// <summary>“1 user”, “1,204 users”.</summary>
    public static string Users(int count) => count == 1 ? "1 user" : $"{Count(count)} users";

    /// <summary>“1,204”.</summary>
    public static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns the state of a bulk action as one word.</summary>
    public static string Status(BulkStatus status) =>
        status switch
        {
            BulkStatus.Cancelling => "Stopping",
            _ => status.ToString(),
        };

    /// <summary>Returns the CSS class of that word.</summary>
    public static string ChipOf(BulkStatus status) =>
        status switch
        {
            BulkStatus.Finished => "good",
            BulkStatus.Running => "active",
            _ => "warn",
        };

    private static string Role(string? role) => role is null ? "a role" : $"“{role}”";
}
