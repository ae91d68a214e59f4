using UserAdmin.EventLog;
using UserAdmin.Policies;

namespace UserAdmin.Users;

/// <summary>What happens to an account when somebody signs in, or tries to, and what people do to their own.</summary>
internal sealed partial class User
{
    /// <summary>The person is signed in, with every factor that is asked for.</summary>
    public void SignedIn(UserSession session, string? passkeyId = null)
    {
        Events.Add(new UserSignedIn(Id, session.Ref, session.Method, session.ExpiresAt, session.UserAgent, passkeyId));
        AccessFailedCount = 0;
    }

    /// <summary>The first factor was right; nobody is signed in before the second.</summary>
    public void FirstFactorAccepted() => Events.Add(new UserFirstFactorAccepted(Id));

    public void SignedOut(string? sessionRef) => Events.Add(new UserSignedOut(Id, sessionRef));

    /// <summary>Counts a wrong password, and locks the account for a while when it was one too many.</summary>
    /// <param name="policy">How many are too many.</param>
    /// <param name="now">The moment.</param>
    /// <param name="why">What was wrong, where it was not the password itself.</param>
    public void SignInFailed(Policy policy, DateTimeOffset now, string? why = null) =>
        Failed(new UserSignInFailed(Id, why), policy, now);

    /// <summary>Counts a wrong code like a wrong password.</summary>
    /// <returns>Whether it was one too many.</returns>
    public bool SecondFactorFailed(Policy policy, DateTimeOffset now) =>
        Failed(new UserSecondFactorFailed(Id), policy, now);

    /// <summary>Remembers that the code of a 30-second step was used: it opens nothing again.</summary>
    public void CodeUsed(long step) => Profile.LastCodeStep = step;

    public void RecoveryCodeUsed(int left) => Events.Add(new UserRecoveryCodeUsed(Id, left));

    /// <summary>
    /// The person has chosen a password. What was asked of them about it is done, and a lockout by wrong ones is over.
    /// </summary>
    /// <param name="passwordHash">Hash of the new password.</param>
    /// <param name="how">How, in words that follow “Password changed”.</param>
    public void ChoosePassword(string passwordHash, string how)
    {
        Events.Add(new UserPasswordChanged(Id, Email, how));
        SetHash(passwordHash);
        (Profile.MustChangePassword, Profile.TemporaryPasswordExpiresAt) = (false, null);
        AccessFailedCount = 0;
        RotateSecurityStamp();
    }

    /// <summary>Keeps the same password under a stronger hash.</summary>
    public void RenewHash(string passwordHash)
    {
        // One that another application has set stays marked as such.
        if (
            Profile.PasswordMark is null
            || PasswordHash?.EndsWith(Profile.PasswordMark, StringComparison.Ordinal) is true
        )
        {
            SetHash(passwordHash);
        }
        else
        {
            PasswordHash = passwordHash;
        }
    }

    private void SetHash(string passwordHash)
    {
        PasswordHash = passwordHash;
        Profile.MarkPassword(passwordHash);
    }

    /// <summary>Ends a lockout by failed sign-ins; that of an administrator stays.</summary>
    public void EndLockout(DateTimeOffset now)
    {
        if (
            LockoutEnd > now
            && !(Profile.LockedUntil > now)
            && Profile is { DisabledAt: null, DeletedAt: null, InvitedAt: null }
        )
        {
            Events.Add(new UserUnlocked(Id));
            LockoutEnd = null;
        }
    }

    /// <summary>The link of the invitation was followed: the person has shown to receive mail at the address.</summary>
    public void AcceptInvitation(string passwordHash)
    {
        Events.Add(new UserInvitationAccepted(Id));
        if (!EmailConfirmed)
        {
            Events.Add(new UserEmailConfirmed(Id, Email ?? ""));
        }

        Profile.EmailNeedsProof = false;
        (Profile.InvitedAt, EmailConfirmed, LockoutEnd, AccessFailedCount) = (null, true, Profile.LockedUntil, 0);
        // Without an address: nobody need be told of the password they were invited to choose.
        Events.Add(new UserPasswordChanged(Id, null, "with the invitation"));
        SetHash(passwordHash);
        (Profile.MustChangePassword, Profile.TemporaryPasswordExpiresAt) = (false, null);
        RotateSecurityStamp();
    }

    public void EnableTwoFactor(long step, int recoveryCodes)
    {
        Events.Add(new UserTwoFactorEnabled(Id, Email, recoveryCodes));
        (TwoFactorEnabled, Profile.LastCodeStep) = (true, step);
        RotateSecurityStamp();
    }

    public void TurnOffTwoFactor()
    {
        Events.Add(new UserTwoFactorDisabled(Id, Email, IsReset: false));
        (TwoFactorEnabled, Profile.LastCodeStep) = (false, null);
        RotateSecurityStamp();
    }

    public void RecoveryCodesCreated(int count)
    {
        Events.Add(new UserRecoveryCodesCreated(Id, count));
        ConcurrencyStamp = NewStamp();
    }

    /// <summary>Every session ended, or all but one; the caller removes them.</summary>
    public void OtherSessionsEnded(string? except) => Events.Add(new UserSessionsEnded(Id, except));

    /// <summary>Ends sessions in stock applications too, which look at the stamp.</summary>
    public void EndSessionsElsewhere() => RotateSecurityStamp();

    private bool Failed(IEvent @event, Policy policy, DateTimeOffset now)
    {
        Events.Add(@event);
        ConcurrencyStamp = NewStamp();
        if (++AccessFailedCount < policy.MaxFailedSignIns)
        {
            return false;
        }

        LockOut(now.AddMinutes(policy.LockoutMinutes));
        return true;
    }
}
