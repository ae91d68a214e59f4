namespace UserAdmin.Account;

/// <summary>The reasons why an attempt is refused.</summary>
public enum RefusedAttemptKind
{
    /// <summary>No account has the address or user name that was typed.</summary>
    UnknownAccount,

    /// <summary>The account does not allow sign-in.</summary>
    InactiveAccount,

    /// <summary>A signed-in user lacked a permission.</summary>
    Permission,

    /// <summary>An application lacked a permission, or one of its keys was refused.</summary>
    Application,
}

/// <summary>A refused attempt, with the number of identical ones.</summary>
/// <param name="Kind">The kind of refusal.</param>
/// <param name="UserId">The target account or, for a missing permission, the user who tried; the key of the
/// application; null for an unknown account.</param>
/// <param name="Typed">The text typed for the account if it is an address or a user name; null for anything else,
/// because it may be a password. The name of the application.</param>
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
