using System.CommandLine;
using System.Globalization;
using UserAdmin.Tool.Api;

namespace UserAdmin.Tool.Commands;

/// <summary>What is done to one account, without fields.</summary>
internal static class UserActions
{
    private static readonly UserAction[] _actions =
    [
        new("disable", "Disables an account: it is signed out at once and cannot sign in.", "{0} is disabled.")
        {
            Send = (call, id) => call.Api.DisableUserAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new("enable", "Enables a disabled account.", "{0} is enabled.")
        {
            Send = (call, id) => call.Api.EnableUserAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new("unlock", "Unlocks an account before its time is over.", "{0} is unlocked.")
        {
            Send = (call, id) => call.Api.UnlockUserAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new("delete", "Deletes an account; it can be restored for some time.", "{0} is deleted.")
        {
            Send = (call, id) => call.Api.DeleteUserAsync(id, call.Key, call.Reason, Call.Prefer),
            Question = "Delete {0} ({1})?",
        },
        new("restore", "Restores a deleted account.", "{0} is restored.")
        {
            Send = (call, id) => call.Api.RestoreUserAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new("invite", "Sends an invitation: a link to set the first password.", "{0} gets an invitation.")
        {
            Send = (call, id) => call.Api.InviteUserAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new("resend-invitation", "Sends the invitation again.", "{0} gets the invitation again.")
        {
            Send = (call, id) => call.Api.ResendInvitationAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new("revoke-invitation", "Takes an invitation back.", "The invitation of {0} is revoked.")
        {
            Send = (call, id) => call.Api.RevokeInvitationAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new("reset-password", "Sends a link to set a new password.", "{0} gets a link for a new password.")
        {
            Send = (call, id) => call.Api.SendPasswordResetAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new(
            "require-password-change",
            "Demands a new password at the next sign-in.",
            "{0} has to set a new password at the next sign-in."
        )
        {
            Send = (call, id) => call.Api.RequirePasswordChangeAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
        new(
            "reset-two-factor",
            "Removes the second factors, for somebody who has lost them.",
            "The second factors of {0} are removed."
        )
        {
            Send = (call, id) => call.Api.ResetTwoFactorAsync(id, new(), call.Key, call.Reason, Call.Prefer),
            Question = "Remove the second factors of {0} ({1})?",
        },
        new("confirm-email", "Marks the email address as confirmed.", "The address of {0} is confirmed.")
        {
            Send = (call, id) => call.Api.ConfirmUserEmailAsync(id, new(), call.Key, call.Reason, Call.Prefer),
        },
    ];

    /// <summary>Returns the commands.</summary>
    public static IEnumerable<Command> All(Verbs verbs) =>
        [.. _actions.Select(action => Of(verbs, action)), Lock(verbs), SetPassword(verbs), Purge(verbs)];

    private static Command Of(Verbs verbs, UserAction action)
    {
        var user = UserLookup.Argument();
        return verbs.Change(
            action.Name,
            action.Description,
            async call =>
            {
                var found = await UserLookup.FindAsync(call, call.Get(user));
                if (action.Question is { } question)
                {
                    await call.ConfirmAsync(Filled(question, found));
                }

                call.Done(await action.Send(call, found.Id!), Filled(action.Done, found));
            },
            $"useradmin users {action.Name} grace --reason \"Ticket 4711\"",
            action.Question is null ? [user] : [user, verbs.Options.Yes]
        );
    }

    private static Command Lock(Verbs verbs)
    {
        var user = UserLookup.Argument();
        var until = new Option<DateTimeOffset>("--until")
        {
            Description = "When the lock ends: a date and time, in UTC if it names no zone.",
            HelpName = "time",
            Required = true,
            CustomParser = result =>
            {
                if (
                    DateTimeOffset.TryParse(
                        result.Tokens[0].Value,
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.AssumeUniversal,
                        out var moment
                    )
                )
                {
                    return moment;
                }

                result.AddError($"“{result.Tokens[0].Value}” is no time. Say it as 2027-01-31T18:00Z.");
                return default;
            },
        };
        return verbs.Change(
            "lock",
            "Locks an account for some time: it is signed out at once and cannot sign in until then.",
            async call =>
            {
                var found = await UserLookup.FindAsync(call, call.Get(user));
                var body = new LockUser { Until = call.Get(until) };
                call.Done(
                    await call.Api.LockUserAsync(found.Id!, body, call.Key, call.Reason, Call.Prefer),
                    Filled("{0} is locked.", found)
                );
            },
            "useradmin users lock grace --until 2027-01-31T18:00Z --reason \"On leave\"",
            user,
            until
        );
    }

    private static Command SetPassword(Verbs verbs)
    {
        var user = UserLookup.Argument();
        return verbs.Change(
            "set-password",
            "Sets a temporary password, which is asked for or read from standard input; the person has to change it.",
            async call =>
            {
                var found = await UserLookup.FindAsync(call, call.Get(user));
                var body = new SetTemporaryPassword { Password = await call.SecretAsync("The temporary password:") };
                call.Done(
                    await call.Api.SetTemporaryPasswordAsync(found.Id!, body, call.Key, call.Reason, Call.Prefer),
                    Filled("{0} has a temporary password.", found)
                );
            },
            "useradmin users set-password grace < password.txt",
            user
        );
    }

    private static Command Purge(Verbs verbs)
    {
        var user = UserLookup.Argument();
        return verbs.Change(
            "purge",
            "Erases a deleted account for ever. The history stays, without the person.",
            async call =>
            {
                var found = await UserLookup.FindAsync(call, call.Get(user));
                await call.ConfirmAsync(Filled("Erase {0} ({1}) for ever?", found));
                var body = new PurgeUser { TypedUserName = found.UserName! };
                call.Done(
                    await call.Api.PurgeUserAsync(found.Id!, body, call.Key, call.Reason, Call.Prefer),
                    Filled("{0} is erased.", found)
                );
            },
            "useradmin users purge grace --yes --reason \"Request of 3 May\"",
            user,
            verbs.Options.Yes
        );
    }

    private static string Filled(string sentence, UserRow user) =>
        string.Format(CultureInfo.InvariantCulture, sentence, user.UserName, user.DisplayName);

    /// <summary>A command for one account.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Description">What it does.</param>
    /// <param name="Done">What is said then; {0} is the user name.</param>
    private sealed record UserAction(string Name, string Description, string Done)
    {
        public required Func<Call, string, Task<ApiResult<Accepted>>> Send { get; init; }

        public string? Question { get; init; }
    }
}
