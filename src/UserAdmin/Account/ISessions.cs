namespace UserAdmin.Account;

/// <summary>A session that can currently be used.</summary>
/// <param name="Id">Id that the cookie carries.</param>
/// <param name="UserId">Id of its user.</param>
/// <param name="DisplayName">Name to show.</param>
/// <param name="Permissions">The user's current permissions, to hide what is not allowed; the pipeline enforces them.
/// Empty while a <paramref name="Step"/> is required.</param>
/// <param name="IpAddress">Address it was opened from, when known.</param>
/// <param name="Step">What the person must still do before the session can be used.</param>
/// <param name="SessionRef">Identifies the session in lists and commands; it cannot be used to sign in.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="Locale">The user's language (BCP 47), or null; null while the second factor is required.</param>
public sealed record Session(
    string Id,
    string UserId,
    string DisplayName,
    IReadOnlySet<string> Permissions,
    string? IpAddress = null,
    SessionStep Step = SessionStep.None,
    string SessionRef = "",
    DateTimeOffset ExpiresAt = default,
    string? Locale = null
);

/// <summary>What a person must do between the first factor and a usable session.</summary>
public enum SessionStep
{
    /// <summary>Nothing: the person is signed in.</summary>
    None,

    /// <summary>Enter the second factor. Until then nobody is signed in.</summary>
    SecondFactor,

    /// <summary>Choose a new password.</summary>
    NewPassword,

    /// <summary>Set up a second factor, which the policy requires of everyone who has a permission.</summary>
    SetUpSecondFactor,
}

/// <summary>
/// Looks up sessions. It reads the write model, because access decisions must be correct immediately
/// (docs/decisions/0007-sessions-and-permissions-are-read-from-the-write-side.md).
/// </summary>
public interface ISessions
{
    /// <summary>
    /// Returns the session, or null if it has ended, its user is disabled or deleted, or the security stamp has
    /// changed.
    /// </summary>
    /// <param name="sessionId">Id from the cookie.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<Session?> FindAsync(string sessionId, CancellationToken cancellationToken = default);
}
