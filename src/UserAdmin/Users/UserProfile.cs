using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.Users;

/// <summary>What Identity has no column for. One row a user, in a table of ours.</summary>
internal sealed class UserProfile
{
    /// <summary>The fields an administrator edits, by the name they have in commands, events and history.</summary>
    public static readonly IReadOnlyList<string> Fields =
    [
        nameof(DisplayName),
        nameof(GivenName),
        nameof(FamilyName),
        nameof(JobTitle),
        nameof(Department),
        nameof(Locale),
        nameof(TimeZone),
        nameof(ExternalId),
    ];

    /// <summary>Characters of a mark.</summary>
    public const int MarkLength = 16;

    public string UserId { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? JobTitle { get; set; }

    public string? Department { get; set; }

    public string? Locale { get; set; }

    public string? TimeZone { get; set; }

    /// <summary>
    /// What the system that the person comes from calls the account (SCIM <c>externalId</c>, RFC 7643, section 3.1):
    /// unique, case exact.
    /// </summary>
    public string? ExternalId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Tells a disabled account from a locked one: Identity has one column for both.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Set from the invitation until it is accepted.</summary>
    public DateTimeOffset? InvitedAt { get; set; }

    /// <summary>Set while the account is deleted and can be restored.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>When a deleted account is purged.</summary>
    public DateTimeOffset? PurgeAt { get; set; }

    /// <summary>When the account is to be disabled by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>
    /// Until when an administrator has locked it. Failed sign-ins set only Identity's own column: they must not end the
    /// sessions of whom they were aimed at.
    /// </summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>
    /// Whether the address was set by somebody who may not set passwords: until the person confirms it while signed in,
    /// or somebody who may set passwords vouches for it, no link that leads into the account goes there. Else changing
    /// an address would be a way to take an account over.
    /// </summary>
    public bool EmailNeedsProof { get; set; }

    /// <summary>Whether a new password has to be chosen before anything else.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Until when a temporary password lets one in.</summary>
    public DateTimeOffset? TemporaryPasswordExpiresAt { get; set; }

    /// <summary>
    /// End of the password hash that was set here, or null: tells when another application has set one. It lies beside
    /// the hash and says no more than that.
    /// </summary>
    public string? PasswordMark { get; private set; }

    /// <summary>Notes that a password hash was set here.</summary>
    public void MarkPassword(string? hash) => PasswordMark = hash?[^Math.Min(hash.Length, MarkLength)..];

    /// <summary>
    /// Mark of the authenticator's key that was set here; empty when there is none, null when it is not known. Tells
    /// when another application has set one.
    /// </summary>
    public string? AuthenticatorMark { get; private set; } = "";

    /// <summary>Mark of the recovery codes that are left, likewise.</summary>
    public string? RecoveryCodesMark { get; private set; } = "";

    /// <summary>Notes which authenticator's key was set here; null for none.</summary>
    public void MarkAuthenticator(string? key) => AuthenticatorMark = MarkOf(UserId, key);

    /// <summary>Notes which recovery codes were made here, or are left; null for none.</summary>
    /// <param name="codes">As they are stored.</param>
    public void MarkRecoveryCodes(string? codes) => RecoveryCodesMark = MarkOf(UserId, codes);

    /// <summary>
    /// What tells one secret of an account from another one. It stays beside the secrets, in the write model: the last
    /// recovery code that is left is short enough to be guessed from it.
    /// </summary>
    public static string MarkOf(string userId, string? secret) =>
        string.IsNullOrEmpty(secret)
            ? ""
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{userId}\n{secret}")))[..MarkLength];

    /// <summary>
    /// The last 30-second step whose authenticator code was used: each code works once (RFC 6238, section 5.2).
    /// </summary>
    public long? LastCodeStep { get; set; }

    /// <summary>A field by its name.</summary>
    public string? this[string field]
    {
        get =>
            field switch
            {
                nameof(DisplayName) => DisplayName,
                nameof(GivenName) => GivenName,
                nameof(FamilyName) => FamilyName,
                nameof(JobTitle) => JobTitle,
                nameof(Department) => Department,
                nameof(Locale) => Locale,
                nameof(TimeZone) => TimeZone,
                nameof(ExternalId) => ExternalId,
                _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No such profile field."),
            };
        set
        {
            switch (field)
            {
                case nameof(DisplayName):
                    DisplayName = value ?? "";
                    break;
                case nameof(GivenName):
                    GivenName = value;
                    break;
                case nameof(FamilyName):
                    FamilyName = value;
                    break;
                case nameof(JobTitle):
                    JobTitle = value;
                    break;
                case nameof(Department):
                    Department = value;
                    break;
                case nameof(Locale):
                    Locale = value;
                    break;
                case nameof(TimeZone):
                    TimeZone = value;
                    break;
                case nameof(ExternalId):
                    ExternalId = value;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(field), field, "No such profile field.");
            }
        }
    }
}
