namespace UserAdmin.Account;

/// <summary>A session that may be used now.</summary>
/// <param name="Id">Id that the cookie carries.</param>
/// <param name="UserId">Whose.</param>
/// <param name="DisplayName">Name to show.</param>
/// <param name="Permissions">What the user may do now, for hiding what is not allowed; the pipeline decides. Nothing
/// while there is a <paramref name="Step"/> to take.</param>
/// <param name="IpAddress">Address it was opened from, when known.</param>
/// <param name="Step">What is still asked of the person before the session counts.</param>
/// <param name="SessionRef">Names the session in lists and commands; worth nothing as a key.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
public sealed record Session(
    string Id,
    string UserId,
    string DisplayName,
    IReadOnlySet<string> Permissions,
    string? IpAddress = null,
    SessionStep Step = SessionStep.None,
    string SessionRef = "",
    DateTimeOffset ExpiresAt = default
);

/// <summary>What is asked of a person between the first factor and a session that counts.</summary>
public enum SessionStep
{
    /// <summary>Nothing: the person is signed in.</summary>
    None,

    /// <summary>The second factor. Until then nobody is signed in.</summary>
    SecondFactor,

    /// <summary>Choosing a new password.</summary>
    NewPassword,

    /// <summary>Setting up a second factor, which the policy asks of whoever holds a permission.</summary>
    SetUpSecondFactor,
}

/// <summary>
/// Looks sessions up. Reads the write model: who may enter has to be right at once, not soon
/// (docs/decisions/0007-sessions-and-permissions-are-read-from-the-write-side.md).
/// </summary>
public interface ISessions
{
    /// <summary>
    /// The session, or null when it has ended, or its user is disabled or gone, or the security stamp has changed.
    /// </summary>
    /// <param name="sessionId">Id from the cookie.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<Session?> FindAsync(string sessionId, CancellationToken cancellationToken = default);
}
