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
            yield return Note(T("Deleted {0}."), row.DeletedAt);
            yield return Note(T("Removed for good {0}; until then it can be restored."), row.PurgeAt);
            yield break;
        }

        if (row.DisabledAt is not null)
        {
            yield return row.ExpiresAt <= row.DisabledAt
                ? Note(T("Expired {0} and was disabled automatically."), row.ExpiresAt)
                : Note(T("Disabled {0}."), row.DisabledAt);
            yield break;
        }

        if (row.LockedUntil > now)
        {
            yield return Note(T("The lock ends {0}."), row.LockedUntil);
        }

        if (row.InvitedAt is not null)
        {
            yield return Note(T("Invited {0}."), row.InvitedAt);
            yield return row.InvitationExpiresAt is null
                ? Note(T("The email was changed, so the invitation no longer works: send it again."))
            : row.InvitationExpiresAt <= now
                ? Note(T("The invitation expired {0}: send it again."), row.InvitationExpiresAt)
            : Note(T("The invitation expires {0}."), row.InvitationExpiresAt);
        }
        else if (InvitationActions.HasNoWayToSignIn(row))
        {
            yield return Note(T("There is no password, passkey or external login to sign in with."));
        }

        if (row.MustChangePassword)
        {
            yield return Note(T("Must choose a new password at the next sign-in."));
        }

        if (row.ExpiresAt is not null)
        {
            yield return Note(T("The account expires {0}."), row.ExpiresAt);
        }
    }

    // The moment stands where the language wants it.
    private static StateNote Note(string text, DateTimeOffset? at = null)
    {
        var parts = text.Split("{0}", 2);
        return new(parts[0].TrimEnd(), at, parts.Length > 1 ? parts[1] : "");
    }
}
