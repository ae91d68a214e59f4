namespace UserAdmin.Users;

/// <summary>
/// A user as shown in the list and at the top of the user's page. It is both the row of the read model and the view
/// model.
/// </summary>
public sealed class UserRow
{
    /// <summary>
    /// Key of the account: a lower-case UUID v7, or the key that stock Identity gave to an older account.
    /// </summary>
    public string Id { get; internal set; } = "";

    /// <summary>Display name, 1 to 200 characters, NFC.</summary>
    public string DisplayName { get; internal set; } = "";

    /// <summary>Unique name for signing in, at most 256 characters.</summary>
    public string UserName { get; internal set; } = "";

    /// <summary>Unique email address, at most 254 octets (RFC 5321).</summary>
    public string Email { get; internal set; } = "";

    /// <summary>Whether the person has proved that they receive mail at the address.</summary>
    public bool EmailConfirmed { get; internal set; }

    /// <summary>Given name, or null.</summary>
    public string? GivenName { get; internal set; }

    /// <summary>Family name, or null.</summary>
    public string? FamilyName { get; internal set; }

    /// <summary>Job title, or null.</summary>
    public string? JobTitle { get; internal set; }

    /// <summary>Department, or null.</summary>
    public string? Department { get; internal set; }

    /// <summary>Number that the employer knows the person by, not necessarily unique; or null.</summary>
    public string? EmployeeNumber { get; internal set; }

    /// <summary>Cost center, or null.</summary>
    public string? CostCenter { get; internal set; }

    /// <summary>Organization or company, or null.</summary>
    public string? Organization { get; internal set; }

    /// <summary>Division of the organization, or null.</summary>
    public string? Division { get; internal set; }

    /// <summary>Key of the account of the person's manager, or null. The account may be gone.</summary>
    public string? ManagerId { get; internal set; }

    /// <summary>Phone number, or null.</summary>
    public string? PhoneNumber { get; internal set; }

    /// <summary>Whether another program has verified the phone number.</summary>
    public bool PhoneNumberConfirmed { get; internal set; }

    /// <summary>Language tag (BCP 47), or null.</summary>
    public string? Locale { get; internal set; }

    /// <summary>IANA time zone, or null.</summary>
    public string? TimeZone { get; internal set; }

    /// <summary>The account's unique id in the system that it comes from, or null.</summary>
    public string? ExternalId { get; internal set; }

    /// <summary>The ids that applications know the account by; see <see cref="UserAdmin.Text.ClientIds"/>.</summary>
    internal string? ClientIds { get; set; }

    /// <summary>
    /// The columns that the application added and that have a value, as a JSON object of texts in the order of their
    /// names; null if there are none. <see cref="AttributeOf"/> reads it.
    /// </summary>
    public string? Attributes { get; internal set; }

    /// <summary>Names of the roles, in order, joined with a comma and a space; empty when there are none.</summary>
    public string Roles { get; internal set; } = "";

    /// <summary>Whether the account has a password.</summary>
    public bool HasPassword { get; internal set; }

    /// <summary>When the owner last chose the password, or null if this is not known.</summary>
    public DateTimeOffset? PasswordChangedAt { get; internal set; }

    /// <summary>Whether the person has to choose a new password at the next sign-in.</summary>
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

    /// <summary>When the account was deleted, or null.</summary>
    public DateTimeOffset? DeletedAt { get; internal set; }

    /// <summary>When a deleted account is removed for good, or null.</summary>
    public DateTimeOffset? PurgeAt { get; internal set; }

    /// <summary>When the account expires and is disabled automatically, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; internal set; }

    /// <summary>
    /// When the account was disabled (by an administrator, by its expiry or by revoking its invitation), or null.
    /// </summary>
    public DateTimeOffset? DisabledAt { get; internal set; }

    /// <summary>
    /// Until when the account is locked, by failed sign-ins or by an administrator; null or in the past if it is not
    /// locked.
    /// </summary>
    public DateTimeOffset? LockedUntil { get; internal set; }

    /// <summary>When the person last signed in here, or null.</summary>
    public DateTimeOffset? LastSignInAt { get; internal set; }

    /// <summary>
    /// How often the person signed in here on each of the last days, for <see cref="UserAdmin.Users.SignInDays.Read"/>;
    /// null if never.
    /// </summary>
    public string? SignInDays { get; internal set; }

    /// <summary>
    /// When the account was created, or when it was found, if <see cref="IsCreatedBefore"/>.
    /// </summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>Whether another program created the account at a time before that is not known.</summary>
    public bool IsCreatedBefore { get; internal set; }

    /// <summary>When anything that administrators edit was last changed.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>Log position of the last change. It is the version that an edit carries (decision 4).</summary>
    public long Version { get; internal set; }

    /// <summary>Returns the value of a column that the application added, or null.</summary>
    /// <param name="name">Name of the column.</param>
    public string? AttributeOf(string name) => RowAttributes.Of(Attributes).GetValueOrDefault(name);

    /// <summary>
    /// Returns the id that an application knows the account by (SCIM <c>externalId</c>), or null. As long as it has said
    /// none, that is <see cref="ExternalId"/>, so that it finds accounts that were imported.
    /// </summary>
    /// <param name="applicationId">Key of the application.</param>
    public string? ExternalIdFor(string applicationId) => Text.ClientIds.Of(ClientIds, applicationId, ExternalId);

    /// <summary>Returns the account's state.</summary>
    /// <param name="now">The current time.</param>
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

    /// <summary>Locked until a point in time, by failed sign-ins or an administrator.</summary>
    Locked,

    /// <summary>Disabled by an administrator, or expired.</summary>
    Disabled,

    /// <summary>Deleted; can be restored until it is purged.</summary>
    Deleted,
}
