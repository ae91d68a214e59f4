using System.Security.Cryptography;
using System.Text;
using UserAdmin.PasswordHashes;
using UserAdmin.Text;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

/// <summary>
/// The data of a user that Identity has no column for, stored as one row per user in a table of our own.
/// </summary>
internal sealed class UserProfile
{
    /// <summary>The number of characters of a mark.</summary>
    public const int MarkLength = 16;

    public string UserId { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? JobTitle { get; set; }

    public string? Department { get; set; }

    public string? EmployeeNumber { get; set; }

    public string? CostCenter { get; set; }

    public string? Organization { get; set; }

    public string? Division { get; set; }

    /// <summary>Key of the account of the manager; it may be deleted or purged later.</summary>
    public string? ManagerId { get; set; }

    public string? Locale { get; set; }

    public string? TimeZone { get; set; }

    /// <summary>
    /// The account's id in the system that it comes from : unique, case exact. Applications that have said
    /// nothing else are told it as SCIM <c>externalId</c>.
    /// </summary>
    public string? ExternalId { get; set; }

    /// <summary>The ids that applications know the account by; see <see cref="UserAdmin.Text.ClientIds"/>.</summary>
    public string? ClientIds { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>
    /// When the account was disabled, or null. It distinguishes a disabled account from a locked one, because Identity
    /// has one column for both.
    /// </summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>When the person was invited; null once the invitation is accepted or revoked.</summary>
    public DateTimeOffset? InvitedAt { get; set; }

    /// <summary>When the account was deleted; null unless it is deleted and can be restored.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>When a deleted account is purged.</summary>
    public DateTimeOffset? PurgeAt { get; set; }

    /// <summary>When the account expires and is disabled automatically.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>
    /// Until when an administrator has locked the account. Failed sign-ins set only Identity's own column, because they
    /// must not end the sessions of the person who is attacked.
    /// </summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>
    /// Whether the address was set by somebody who may not set passwords. Until the person confirms it while signed
    /// in, or somebody who may set passwords confirms it, no link that gives access to the account is sent there.
    /// Otherwise changing an address would be a way to take over an account.
    /// </summary>
    public bool EmailNeedsProof { get; set; }

    /// <summary>Whether the person has to choose a new password before doing anything else.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Until when the temporary password is valid.</summary>
    public DateTimeOffset? TemporaryPasswordExpiresAt { get; set; }

    /// <summary>
    /// The last characters of the password hash that was set by this program, or null. They show whether another
    /// application has changed the password, and reveal nothing that the stored hash does not.
    /// </summary>
    public string? PasswordMark { get; private set; }

    /// <summary>
    /// Records that this program has set a password hash. An imported one gets no mark: the application replaces it at
    /// the first sign-in, which is no change of the password.
    /// </summary>
    public void MarkPassword(string? hash) =>
        PasswordMark = ImportedPasswordHash.IsMarked(hash) ? null : hash?[^Math.Min(hash.Length, MarkLength)..];

    /// <summary>
    /// The mark of the authenticator key that was set by this program; empty if there is none, null if unknown. It
    /// shows whether another application has set a key.
    /// </summary>
    public string? AuthenticatorMark { get; private set; } = "";

    /// <summary>The mark of the remaining recovery codes, with the same meaning of empty and null.</summary>
    public string? RecoveryCodesMark { get; private set; } = "";

    /// <summary>Records which authenticator key this program has set; null for none.</summary>
    public void MarkAuthenticator(string? key) => AuthenticatorMark = MarkOf(UserId, key);

    /// <summary>Records which recovery codes this program has created, or which are left; null for none.</summary>
    /// <param name="codes">The codes in the form in which they are stored.</param>
    public void MarkRecoveryCodes(string? codes) => RecoveryCodesMark = MarkOf(UserId, codes);

    /// <summary>
    /// Returns a short hash that shows whether a secret of an account has changed. It must stay in the write model
    /// beside the secrets, because the last remaining recovery code is short enough to be guessed from it.
    /// </summary>
    public static string MarkOf(string userId, string? secret) =>
        string.IsNullOrEmpty(secret)
            ? ""
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{userId}\n{secret}")))[..MarkLength];

    /// <summary>
    /// The last 30-second step whose authenticator code was used: each code works once (RFC 6238, section 5.2).
    /// </summary>
    public long? LastCodeStep { get; set; }

    /// <summary>Creates the profile of a new account from a validated command.</summary>
    public static UserProfile Of(CreateUser command, DateTimeOffset now)
    {
        var profile = new UserProfile { DisplayName = UserText.Clean(command.DisplayName)!, CreatedAt = now };
        foreach (var field in UserFields.Details)
        {
            field.Editing!.InProfile!.Set(profile, field.Editing.Clean(field.Editing.InDetails!.Get(command)));
        }

        return profile;
    }

    /// <summary>
    /// Gets or sets a field that administrators edit, by its name in commands, events and the history.
    /// </summary>
    /// <exception cref="ArgumentException">The profile has no such field.</exception>
    public string? this[string field]
    {
        get => Editing(field).InProfile!.Get(this);
        set => Editing(field).InProfile!.Set(this, Editing(field).IsRequired ? value ?? "" : value);
    }

    private static FieldEditing Editing(string field) =>
        UserFields.Named(field).Editing is { InProfile: not null } editing
            ? editing
            : throw new ArgumentException($"The profile has no field {field}.", nameof(field));
}
