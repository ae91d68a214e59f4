namespace UserAdmin.Account;

/// <summary>Why an attempt came to nothing.</summary>
public enum RefusedAttemptKind
{
    /// <summary>No account has the address or user name that was typed.</summary>
    UnknownAccount,

    /// <summary>The account may not be signed in to.</summary>
    ShutAccount,

    /// <summary>Somebody who is signed in lacked a permission.</summary>
    Permission,
}

/// <summary>Something that was tried in vain, as often as it was tried the same way.</summary>
/// <param name="Kind">Why it came to nothing.</param>
/// <param name="UserId">The account it was aimed at or, for a permission, who tried; null for an unknown
/// account.</param>
/// <param name="Typed">What was typed in place of an account, where that is an address or a user name; null for
/// anything else, which may be a password.</param>
/// <param name="What">What was tried, and the reason, at most 200 characters: “Sign-in refused: the account is
/// disabled”.</param>
/// <param name="IpAddress">Address it came from, when known.</param>
public sealed record RefusedAttempt(
    RefusedAttemptKind Kind,
    string? UserId,
    string? Typed,
    string What,
    string? IpAddress
)
{
    internal const string SignIn = "Sign-in refused";
    internal const string PasswordReset = "Password reset refused";

    /// <summary>How often, at least 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When it was tried last.</summary>
    public DateTimeOffset LastAt { get; init; }
}
