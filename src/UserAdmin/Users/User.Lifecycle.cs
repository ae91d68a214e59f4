using UserAdmin.Account.Commands;
using UserAdmin.Text;

namespace UserAdmin.Users;

/// <summary>
/// The states of an account. Each is also written to Identity's own lockout columns, so that a stock application
/// respects it.
/// </summary>
internal sealed partial class User
{
    /// <summary>Whether an administrator has disabled the account, or it has expired.</summary>
    public bool IsDisabled => Profile.DisabledAt is not null;

    /// <summary>Whether the account is deleted, and can be restored until it is purged.</summary>
    public bool IsDeleted => Profile.DeletedAt is not null;

    /// <summary>Whether the person has not accepted the invitation yet.</summary>
    public bool IsInvited => Profile.InvitedAt is not null;

    /// <summary>
    /// Returns true if the account is locked at a point in time, by failed sign-ins or by an administrator.
    /// </summary>
    public bool IsLockedAt(DateTimeOffset now) =>
        Profile.LockedUntil > now || (LockoutEnd > now && LockoutEnd != DateTimeOffset.MaxValue);

    /// <summary>Invites the person, or sends the invitation again. Earlier links no longer work.</summary>
    public void Invite(AccountLink link, DateTimeOffset now)
    {
        Events.Add(new UserInvited(Id, link.Id, link.Email, link.ExpiresAt, IsInvited));
        Profile.InvitedAt ??= now;
        Carry();
        RotateSecurityStamp();
    }

    /// <summary>Revokes an invitation, so that nobody can accept it any more, and disables the account.</summary>
    public void RevokeInvitation(DateTimeOffset now)
    {
        Events.Add(new UserInvitationRevoked(Id));
        (Profile.InvitedAt, Profile.DisabledAt) = (null, now);
        Carry();
        RotateSecurityStamp();
    }

    public void ConfirmEmail()
    {
        Profile.EmailNeedsProof = false;
        if (!EmailConfirmed)
        {
            Events.Add(new UserEmailConfirmed(Id, Email ?? ""));
            (EmailConfirmed, ConcurrencyStamp) = (true, NewStamp());
        }
    }

    public void RequestEmailConfirmation(AccountLink link) =>
        Events.Add(new UserEmailConfirmationRequested(Id, link.Id, link.Email, link.ExpiresAt));

    public void RequestPasswordReset(AccountLink link) =>
        Events.Add(new UserPasswordResetRequested(Id, link.Id, link.Email, link.ExpiresAt));

    /// <summary>Records that an administrator has copied a link to pass it on.</summary>
    public void LinkTaken(AccountLink link) => Events.Add(new UserLinkCopied(Id, link.Id, link.Purpose));

    public void Disable(DateTimeOffset now)
    {
        if (!IsDisabled)
        {
            Events.Add(new UserDisabled(Id));
            Deactivate(now);
        }
    }

    /// <summary>Disables the account because it has expired.</summary>
    public void Expire(DateTimeOffset now)
    {
        if (!IsDisabled && Profile.ExpiresAt <= now)
        {
            Events.Add(new UserExpired(Id, Profile.ExpiresAt.Value));
            Deactivate(now);
        }
    }

    public void Enable(DateTimeOffset now)
    {
        if (!IsDisabled)
        {
            return;
        }

        if (Profile.ExpiresAt <= now)
        {
            // Otherwise LifecycleRunner would disable it again within seconds.
            SetExpiry(null);
        }

        Events.Add(new UserEnabled(Id));
        (Profile.DisabledAt, Profile.LockedUntil, AccessFailedCount) = (null, null, 0);
        Carry();
        ConcurrencyStamp = NewStamp();
    }

    public void SetExpiry(DateTimeOffset? expiresAt)
    {
        if (expiresAt != Profile.ExpiresAt)
        {
            Events.Add(new UserExpirySet(Id, Profile.ExpiresAt, expiresAt));
            (Profile.ExpiresAt, ConcurrencyStamp) = (expiresAt, NewStamp());
        }
    }

    /// <summary>Sets the id that an application knows the account by; null if it knows none.</summary>
    public void SetExternalId(string applicationId, string? externalId)
    {
        var before = ClientIds.Of(Profile.ClientIds, applicationId, Profile.ExternalId);
        if (externalId != before)
        {
            Events.Add(new UserExternalIdSet(Id, applicationId, before, externalId));
            Profile.ClientIds = ClientIds.With(Profile.ClientIds, applicationId, externalId);
            ConcurrencyStamp = NewStamp();
        }
    }

    /// <summary>
    /// Locks the account until a point in time, on behalf of an administrator, and ends its sessions.
    /// </summary>
    public void Lock(DateTimeOffset until)
    {
        if (until != Profile.LockedUntil)
        {
            Events.Add(new UserLocked(Id, until));
            (Profile.LockedUntil, AccessFailedCount) = (until, 0);
            Carry();
            RotateSecurityStamp();
        }
    }

    /// <summary>
    /// Locks the account for a while because of failed sign-ins. Existing sessions continue, because otherwise anybody
    /// could sign anybody out.
    /// </summary>
    public void LockOut(DateTimeOffset until)
    {
        Events.Add(new UserLockedOut(Id, until));
        (AccessFailedCount, LockoutEnd) = (0, until);
    }

    public void Unlock(DateTimeOffset now)
    {
        if (IsLockedAt(now))
        {
            Events.Add(new UserUnlocked(Id));
            (Profile.LockedUntil, AccessFailedCount) = (null, 0);
            Carry();
            ConcurrencyStamp = NewStamp();
        }
    }

    public void Delete(DateTimeOffset now, DateTimeOffset purgeAt)
    {
        if (!IsDeleted)
        {
            Events.Add(new UserDeleted(Id, purgeAt));
            (Profile.DeletedAt, Profile.PurgeAt) = (now, purgeAt);
            Carry();
            RotateSecurityStamp();
        }
    }

    public void Restore()
    {
        if (IsDeleted)
        {
            Events.Add(new UserRestored(Id, Profile.LockedUntil));
            (Profile.DeletedAt, Profile.PurgeAt) = (null, null);
            Carry();
            ConcurrencyStamp = NewStamp();
        }
    }

    /// <summary>Records that the account is removed for good. The caller removes it.</summary>
    public void Purge() => Events.Add(new UserPurged(Id));

    public void ClaimAdded(string type, string value)
    {
        Events.Add(new UserClaimAdded(Id, type, value));
        ConcurrencyStamp = NewStamp();
    }

    public void ClaimChanged(string type, string from, string to)
    {
        Events.Add(new UserClaimChanged(Id, type, from, to));
        RotateSecurityStamp();
    }

    public void ClaimRemoved(string type, string value)
    {
        Events.Add(new UserClaimRemoved(Id, type, value));
        RotateSecurityStamp();
    }

    /// <summary>
    /// Sets a password that somebody else knows. It works until a point in time, and only to choose a new password.
    /// </summary>
    public void SetTemporaryPassword(string passwordHash, DateTimeOffset expiresAt)
    {
        Events.Add(new UserTemporaryPasswordSet(Id, expiresAt));
        SetHash(passwordHash);
        (Profile.MustChangePassword, Profile.TemporaryPasswordExpiresAt) = (true, expiresAt);
        RotateSecurityStamp();
    }

    public void RequirePasswordChange()
    {
        if (!Profile.MustChangePassword)
        {
            Events.Add(new UserPasswordChangeRequired(Id));
            (Profile.MustChangePassword, ConcurrencyStamp) = (true, NewStamp());
        }
    }

    /// <summary>
    /// Turns two-factor off for a person who has lost the authenticator. The caller removes the key and the recovery
    /// codes.
    /// </summary>
    public void ResetTwoFactor()
    {
        Events.Add(new UserTwoFactorDisabled(Id, Email, IsReset: true));
        (TwoFactorEnabled, Profile.LastCodeStep) = (false, null);
        RotateSecurityStamp();
    }

    public void PasskeyRenamed(string passkeyId, string from, string to) =>
        Events.Add(new UserPasskeyRenamed(Id, passkeyId, from, to));

    public void PasskeyRemoved(string passkeyId, string name)
    {
        Events.Add(new UserPasskeyRemoved(Id, passkeyId, name));
        RotateSecurityStamp();
    }

    public void ExternalLoginRemoved(string provider, string providerKey, string providerName)
    {
        Events.Add(new UserExternalLoginRemoved(Id, provider, providerKey, providerName));
        RotateSecurityStamp();
    }

    public void SessionEnded(string sessionRef) => Events.Add(new UserSessionEnded(Id, sessionRef));

    /// <summary>
    /// Ends every session: the caller deletes those of this program, and the new stamp ends those of stock
    /// applications.
    /// </summary>
    public void EndSessions()
    {
        Events.Add(new UserSessionsEnded(Id));
        RotateSecurityStamp();
    }

    private void Deactivate(DateTimeOffset now)
    {
        Profile.DisabledAt = now;
        Carry();
        RotateSecurityStamp();
    }

    // Sets the lockout that a stock application checks: without an end, or until the account unlocks.
    private void Carry() =>
        (LockoutEnabled, LockoutEnd) = (
            true,
            IsDisabled || IsDeleted || IsInvited ? DateTimeOffset.MaxValue : Profile.LockedUntil
        );
}
