using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Why a person cannot sign in, or not with the password.</summary>
public enum SignInObstacle
{
    /// <summary>The account is deleted, and can be restored.</summary>
    Deleted,

    /// <summary>An administrator has disabled the account, or its invitation was revoked.</summary>
    Disabled,

    /// <summary>The account has expired.</summary>
    Expired,

    /// <summary>The invitation is not accepted yet.</summary>
    Invited,

    /// <summary>An administrator has locked the account for a while.</summary>
    Locked,

    /// <summary>
    /// Failed sign-ins have locked the account for a while; only what can be guessed is refused: passwords and codes.
    /// </summary>
    LockedOut,

    /// <summary>The temporary password has expired.</summary>
    PasswordExpired,

    /// <summary>Another program stores the password in a form that cannot be verified here.</summary>
    PasswordUnreadable,

    /// <summary>There is no password, no passkey and no external login.</summary>
    NoMeans,
}

/// <summary>The facts about an account that decide whether its owner can sign in.</summary>
public sealed record SignInFacts
{
    /// <summary>When the account was deleted, or null.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>When the account was disabled, or null.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When the person was invited; null unless the invitation still has to be accepted.</summary>
    public DateTimeOffset? InvitedAt { get; init; }

    /// <summary>When the account expires, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Until when an administrator has locked the account, or null.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>
    /// Until when Identity's own column locks the account, because of failed sign-ins or another program, or null.
    /// </summary>
    public DateTimeOffset? LockedOutUntil { get; init; }

    /// <summary>Whether there is a password.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Until when the password works, if it is a temporary one.</summary>
    public DateTimeOffset? PasswordExpiresAt { get; init; }

    /// <summary>Whether a new password has to be chosen at the next sign-in.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Whether the password's hash was made by another system than ASP.NET Core Identity.</summary>
    public bool IsPasswordImported { get; init; }

    /// <summary>Whether the password can be verified here.</summary>
    public bool IsPasswordReadable { get; init; } = true;

    /// <summary>How many passkeys there are.</summary>
    public int Passkeys { get; init; }

    /// <summary>Names of the external logins, in order.</summary>
    public IReadOnlyList<string> ExternalLogins { get; init; } = [];

    /// <summary>Whether a code is asked for after the password.</summary>
    public bool AsksForCode { get; init; }

    /// <summary>
    /// Whether the policy requires a second factor of this account, because it holds a permission.
    /// </summary>
    public bool NeedsSecondFactor { get; init; }

    /// <summary>Whether links that give access are not sent to the address until it is proved.</summary>
    public bool EmailNeedsProof { get; init; }

    /// <summary>Returns what the account itself says.</summary>
    internal static SignInFacts Of(User user) =>
        new()
        {
            DeletedAt = user.Profile.DeletedAt,
            DisabledAt = user.Profile.DisabledAt,
            InvitedAt = user.Profile.InvitedAt,
            ExpiresAt = user.Profile.ExpiresAt,
            LockedUntil = user.Profile.LockedUntil,
            LockedOutUntil = user.LockoutEnd,
            HasPassword = user.PasswordHash is not null,
            PasswordExpiresAt = user.Profile.TemporaryPasswordExpiresAt,
            MustChangePassword = user.Profile.MustChangePassword,
            AsksForCode = user.TwoFactorEnabled,
            EmailNeedsProof = user.Profile.EmailNeedsProof,
        };
}

/// <summary>Whether a person can sign in.</summary>
/// <param name="CanSignIn">Whether there is any way.</param>
/// <param name="WithPassword">Whether the right password is accepted.</param>
/// <param name="Obstacle">What stands in the way; if the person can sign in nevertheless, of the password only. Null if
/// nothing does.</param>
public sealed record SignInVerdict(bool CanSignIn, bool WithPassword, SignInObstacle? Obstacle);

/// <summary>
/// The rules that decide whether a person can sign in. The commands that sign people in apply them, and the page of an
/// account tells them.
/// </summary>
internal static class SignInRules
{
    /// <summary>
    /// Returns why the account may not be signed in to, or null. A lockout after failed sign-ins applies only to
    /// methods that can be guessed (passwords and codes); otherwise anyone could lock out people who use stronger
    /// methods.
    /// </summary>
    /// <param name="facts">The account.</param>
    /// <param name="now">The current time.</param>
    /// <param name="isGuessable">Whether the method can be guessed.</param>
    public static SignInObstacle? ObstacleOf(SignInFacts facts, DateTimeOffset now, bool isGuessable) =>
        facts.DeletedAt is not null ? SignInObstacle.Deleted
        : facts.DisabledAt is not null
            ? facts.ExpiresAt <= facts.DisabledAt ? SignInObstacle.Expired
                : SignInObstacle.Disabled
        : facts.InvitedAt is not null ? SignInObstacle.Invited
        : facts.ExpiresAt <= now ? SignInObstacle.Expired
        : facts.LockedUntil > now ? SignInObstacle.Locked
        : isGuessable && facts.LockedOutUntil > now ? SignInObstacle.LockedOut
        : null;

    /// <summary>Returns whether the password, even if it is right, is not accepted any more.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="now">The current time.</param>
    public static bool IsPasswordExpired(SignInFacts facts, DateTimeOffset now) => facts.PasswordExpiresAt <= now;

    /// <summary>Returns whether the person can sign in.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="now">The current time.</param>
    public static SignInVerdict Judge(SignInFacts facts, DateTimeOffset now)
    {
        if (ObstacleOf(facts, now, isGuessable: false) is { } obstacle)
        {
            return new(false, false, obstacle);
        }

        var hasOther = facts.Passkeys > 0 || facts.ExternalLogins.Count > 0;
        SignInObstacle? ofPassword = !facts.HasPassword
            ? hasOther
                ? null
                : SignInObstacle.NoMeans
            : ObstacleOf(facts, now, isGuessable: true) is { } guessable
                ? guessable
                : !facts.IsPasswordReadable
                    ? SignInObstacle.PasswordUnreadable
                    : IsPasswordExpired(facts, now)
                        ? SignInObstacle.PasswordExpired
                        : null;
        var withPassword = facts.HasPassword && ofPassword is null;
        return new(withPassword || hasOther, withPassword, ofPassword);
    }
}
