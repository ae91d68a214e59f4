namespace UserAdmin.Users;

/// <summary>
/// What is shown of a user: one row of the list and the head of the user's page. Row of the read model and view model
/// in one.
/// </summary>
public sealed class UserRow
{
    /// <summary>Key of the account, a lower-case UUID v7 (older accounts: whatever stock Identity gave them).</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Name as people read it, 1 to 200 characters, NFC.</summary>
    public string DisplayName { get; internal set; } = "";

    /// <summary>Unique name to sign in with, at most 256 characters.</summary>
    public string UserName { get; internal set; } = "";

    /// <summary>Unique address, at most 254 octets (RFC 5321).</summary>
    public string Email { get; internal set; } = "";

    /// <summary>Whether the person has proved to receive mail there.</summary>
    public bool EmailConfirmed { get; internal set; }

    /// <summary>Given name, or null.</summary>
    public string? GivenName { get; internal set; }

    /// <summary>Family name, or null.</summary>
    public string? FamilyName { get; internal set; }

    /// <summary>Job title, or null.</summary>
    public string? JobTitle { get; internal set; }

    /// <summary>Department, or null.</summary>
    public string? Department { get; internal set; }

    /// <summary>Phone number, or null.</summary>
    public string? PhoneNumber { get; internal set; }

    /// <summary>Language tag (BCP 47), or null.</summary>
    public string? Locale { get; internal set; }

    /// <summary>IANA time zone, or null.</summary>
    public string? TimeZone { get; internal set; }

    /// <summary>
    /// What the system that the person comes from calls the account (SCIM <c>externalId</c>), unique, or null.
    /// </summary>
    public string? ExternalId { get; internal set; }

    /// <summary>Names of the roles, in order, joined with a comma and a space; empty when there are none.</summary>
    public string Roles { get; internal set; } = "";

    /// <summary>Whether the account has a password.</summary>
    public bool HasPassword { get; internal set; }

    /// <summary>When the password was last chosen by its owner, or null while nothing is known of it.</summary>
    public DateTimeOffset? PasswordChangedAt { get; internal set; }

    /// <summary>Whether a new password has to be chosen at the next sign-in.</summary>
    public bool MustChangePassword { get; internal set; }

    /// <summary>Whether a second factor is asked for.</summary>
    public bool TwoFactorEnabled { get; internal set; }

    /// <summary>How many recovery codes are left.</summary>
    public int RecoveryCodesLeft { get; internal set; }

    /// <summary>How many passkeys the account has.</summary>
    public int PasskeyCount { get; internal set; }

    /// <summary>
    /// Names of the external login providers, in order, joined with a comma and a space; empty when there are none.
    /// </summary>
    public string ExternalLogins { get; internal set; } = "";

    /// <summary>
    /// When the person was invited; null once the invitation was accepted, and for accounts that needed none.
    /// </summary>
    public DateTimeOffset? InvitedAt { get; internal set; }

    /// <summary>When the invitation's link stops working, or null.</summary>
    public DateTimeOffset? InvitationExpiresAt { get; internal set; }

    /// <summary>When it was deleted, or null.</summary>
    public DateTimeOffset? DeletedAt { get; internal set; }

    /// <summary>When a deleted account is removed for good, or null.</summary>
    public DateTimeOffset? PurgeAt { get; internal set; }

    /// <summary>When the account is disabled by itself, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; internal set; }

    /// <summary>When an administrator disabled it, or null.</summary>
    public DateTimeOffset? DisabledAt { get; internal set; }

    /// <summary>Until when failed sign-ins or an administrator lock it; null or past when nobody does.</summary>
    public DateTimeOffset? LockedUntil { get; internal set; }

    /// <summary>When the person last signed in here, or null.</summary>
    public DateTimeOffset? LastSignInAt { get; internal set; }

    /// <summary>When the account was created.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When anything an administrator edits last changed.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>Log position of the last change: the version an edit carries (decision 4).</summary>
    public long Version { get; internal set; }

    /// <summary>The account's state as one word.</summary>
    /// <param name="now">The moment to judge it at.</param>
    public UserState StateAt(DateTimeOffset now) =>
        DeletedAt is not null ? UserState.Deleted
        : DisabledAt is not null ? UserState.Disabled
        : LockedUntil > now ? UserState.Locked
        : InvitedAt is not null ? UserState.Invited
        : UserState.Active;
}

/// <summary>State of an account.</summary>
public enum UserState
{
    /// <summary>May sign in.</summary>
    Active,

    /// <summary>Has yet to accept the invitation.</summary>
    Invited,

    /// <summary>Locked until a moment, by failed sign-ins or an administrator.</summary>
    Locked,

    /// <summary>Disabled by an administrator, or expired.</summary>
    Disabled,

    /// <summary>Deleted; can be restored until it is purged.</summary>
    Deleted,
}
