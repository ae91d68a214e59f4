using UserAdmin.Users;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Person;

/// <summary>A sentence that explains an account's state: since when, until when, what happens next.</summary>
/// <param name="Before">Words before the moment.</param>
/// <param name="At">The moment, or null when the sentence needs none.</param>
/// <param name="After">Words after the moment.</param>
internal sealed record StateNote(string Before, DateTimeOffset? At, string After)
{
    /// <summary>Returns the sentences that explain a state.</summary>
    public static IEnumerable<StateNote> Of(UserRow row, DateTimeOffset now)
    {
        if (row.DeletedAt is not null)
        {
            yield return new("Deleted", row.DeletedAt, ".");
            yield return new("Removed for good", row.PurgeAt, "; until then it can be restored.");
            yield break;
        }

        if (row.DisabledAt is not null)
        {
            yield return row.ExpiresAt <= row.DisabledAt
                ? new("Expired", row.ExpiresAt, " and was disabled automatically.")
                : new("Disabled", row.DisabledAt, ".");
            yield break;
        }

        if (row.LockedUntil > now)
        {
            yield return new("The lock ends", row.LockedUntil, ".");
        }

        if (row.InvitedAt is not null)
        {
            yield return new("Invited", row.InvitedAt, ".");
            yield return row.InvitationExpiresAt is null
                ? new("The email was changed, so the invitation no longer works: send it again.", null, "")
            : row.InvitationExpiresAt <= now
                ? new("The invitation expired", row.InvitationExpiresAt, ": send it again.")
            : new("The invitation expires", row.InvitationExpiresAt, ".");
        }
        else if (InvitationActions.HasNoWayToSignIn(row))
        {
            yield return new("There is no password, passkey or external login to sign in with.", null, "");
        }

        if (row.MustChangePassword)
        {
            yield return new("Must choose a new password at the next sign-in.", null, "");
        }

        if (row.ExpiresAt is not null)
        {
            yield return new("The account expires", row.ExpiresAt, ".");
        }
    }
}
