using UserAdmin.EventLog;
using UserAdmin.Policies;

namespace UserAdmin.Users;

/// <summary>Sign-ins and failed attempts, and changes that people make to their own account.</summary>
internal sealed partial class User
{
    /// <summary>Records that the person has signed in, with all required factors.</summary>
    public void SignedIn(UserSession session, string? passkeyId = null)
    {
        Events.Add(new UserSignedIn(Id, session.Ref, session.Method, session.ExpiresAt, session.UserAgent, passkeyId));
        AccessFailedCount = 0;
    }

    /// <summary>Records that the first factor was correct. Nobody is signed in before the second factor.</summary>
    public void FirstFactorAccepted() => Events.Add(new UserFirstFactorAccepted(Id));

    public void SignedOut(string? sessionRef) => Events.Add(new UserSignedOut(Id, sessionRef));

    /// <summary>Counts a wrong password, and locks the account for a while if the limit is reached.</summary>
    /// <param name="policy">The policy with the limit.</param>
    /// <param name="now">The current time.</param>
    /// <param name="why">What was wrong, if it was not the password.</param>
    /// <param name="userAgent">The browser's User-Agent header, if known.</param>
    public void SignInFailed(Policy policy, DateTimeOffset now, string? why = null, string? userAgent = null) =>
        Failed(new UserSignInFailed(Id, why, userAgent), policy, now);

    /// <summary>Counts a wrong code, in the same way as a wrong password.</summary>
    /// <returns>True if the limit is reached and the account is now locked.</returns>
    public bool SecondFactorFailed(Policy policy, DateTimeOffset now) =>
        Failed(new UserSecondFactorFailed(Id), policy, now);

    /// <summary>Records that the code of a 30-second step was used, so that it cannot be used again.</summary>
    public void CodeUsed(long step) => Profile.LastCodeStep = step;

    public void RecoveryCodeUsed(int left) => Events.Add(new UserRecoveryCodeUsed(Id, left));

    /// <summary>
    /// Records that the person has chosen a password. This satisfies a required password change and resets the count of
    /// failed sign-ins.
    /// </summary>
    /// <param name="passwordHash">Hash of the new password.</param>
    /// <param name="how">How it was chosen, in words that follow “Password changed”.</param>
    public void ChoosePassword(string passwordHash, string how)
    {
        Events.Add(new UserPasswordChanged(Id, Email, how));
        SetHash(passwordHash);
        (Profile.MustChangePassword, Profile.TemporaryPasswordExpiresAt) = (false, null);
        AccessFailedCount = 0;
        RotateSecurityStamp();
    }

    /// <summary>Replaces the hash with a stronger one of the same password.</summary>
    public void RenewHash(string passwordHash)
    {
        // If another application has set the password, the mark stays, so that this can still be detected.
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

    /// <summary>Ends a lockout by failed sign-ins. A lock by an administrator stays.</summary>
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

    /// <summary>
    /// Accepts the invitation through its link, which proves that the person receives mail at the address.
    /// </summary>
    public void AcceptInvitation(string passwordHash)
    {
        Events.Add(new UserInvitationAccepted(Id));
        if (!EmailConfirmed)
        {
            Events.Add(new UserEmailConfirmed(Id, Email ?? ""));
        }

        Profile.EmailNeedsProof = false;
        (Profile.InvitedAt, EmailConfirmed, LockoutEnd, AccessFailedCount) = (null, true, Profile.LockedUntil, 0);
        // The person was invited to choose this password, so no notice is sent about it.
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

    /// <summary>
    /// Turns on two-factor for a new account that had it in the system it comes from. The person is not told: nothing
    /// has changed for them.
    /// </summary>
    public void ImportTwoFactor()
    {
        Events.Add(new UserTwoFactorEnabled(Id, null, RecoveryCodes: 0));
        TwoFactorEnabled = true;
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

    /// <summary>Records that all sessions have ended, or all but one. The caller removes them.</summary>
    public void OtherSessionsEnded(string? except) => Events.Add(new UserSessionsEnded(Id, except));

    /// <summary>Also ends sessions in stock applications, which check the security stamp.</summary>
    public void EndSessionsElsewhere() => RotateSecurityStamp();

    private bool Failed(IEvent @event, Policy policy, DateTimeOffset now)
    {
        Events.Add(@event);
        ConcurrencyStamp = NewStamp();
        if (++AccessFailedCount < policy.MaxFailedSignIns)
        {
            return false;
        }

        LockOut(now + policy.LockoutTime);
        return true;
    }
}
