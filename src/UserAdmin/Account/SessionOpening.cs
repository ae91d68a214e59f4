using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Opens sessions for every method of signing in.</summary>
internal sealed class SessionOpening(
    WriteContext context,
    CurrentMessage current,
    PolicyReader policies,
    RefusedAttempts attempts,
    SignInInstruments instruments,
    TimeProvider time
)
{
    /// <summary>How long a person may take for the second factor.</summary>
    public static readonly TimeSpan SecondFactorTime = TimeSpan.FromMinutes(10);

    /// <summary>The actor that events name while the person's identity is not proved.</summary>
    public static Actor Someone { get; } = Actor.Anonymous with { Name = "Someone not signed in" };

    // Browsers send less than this.
    private const int LongestUserAgent = 500;

    /// <summary>
    /// Returns the reason why the account may not sign in, or null if it may; see <see cref="SignInRules.ObstacleOf"/>.
    /// </summary>
    public static string? RefusalOf(User user, DateTimeOffset now, bool isGuessable = true) =>
        SignInRules.ObstacleOf(SignInFacts.Of(user), now, isGuessable) switch
        {
            SignInObstacle.Deleted => "the account is deleted",
            SignInObstacle.Disabled => "the account is disabled",
            SignInObstacle.Expired => "the account has expired",
            SignInObstacle.Invited => "the invitation is not accepted yet",
            SignInObstacle.Locked => "an administrator has locked the account",
            SignInObstacle.LockedOut => "the account is locked by failed sign-ins",
            _ => null,
        };

    /// <summary>Returns whether the account may sign in; see <see cref="RefusalOf"/>.</summary>
    public static bool MaySignIn(User user, DateTimeOffset now, bool isGuessable = true) =>
        RefusalOf(user, now, isGuessable) is null;

    /// <summary>Returns whether the account may sign in. A refusal is recorded for its history.</summary>
    public bool Admits(User user, bool isGuessable = true)
    {
        var why = RefusalOf(user, time.GetUtcNow(), isGuessable);
        if (why is not null)
        {
            attempts.InactiveAccount(user.Id, $"{RefusedAttempt.SignIn}: {why}", current.Context.IpAddress);
        }

        return why is null;
    }

    /// <summary>Returns the actor for a person whose identity is proved.</summary>
    public static Actor ActorOf(User user) => Actor.User(user.Id) with { Name = user.Profile.DisplayName };

    /// <summary>
    /// Adds a session for a user whose identity is proved and who may sign in. If a second factor is required, the
    /// session waits for it.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="sessionId">The id created by the sender.</param>
    /// <param name="method">The method, as a text of <see cref="SignInMethod"/>.</param>
    /// <param name="userAgent">The browser's User-Agent header.</param>
    /// <param name="passkeyId">The passkey that was used, or null.</param>
    /// <param name="skipsSecondFactor">Whether the method already includes two factors.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task OpenAsync(
        User user,
        string sessionId,
        string method,
        string? userAgent,
        string? passkeyId = null,
        bool skipsSecondFactor = false,
        CancellationToken cancellationToken = default
    )
    {
        var now = time.GetUtcNow();
        var session = new UserSession
        {
            Id = Sessions.StoredId(sessionId),
            Ref = Guid.CreateVersion7(now).ToString(),
            UserId = user.Id,
            Method = method,
            CreatedAt = now,
            SecurityStamp = user.SecurityStamp!,
            IpAddress = current.Context.IpAddress,
            UserAgent = Shortened(userAgent),
            AwaitsSecondFactor = user.TwoFactorEnabled && !skipsSecondFactor,
        };
        session.ExpiresAt =
            now + (session.AwaitsSecondFactor ? SecondFactorTime : await LifetimeAsync(cancellationToken));
        context.Add(session);
        current.EventActor = ActorOf(user);
        if (session.AwaitsSecondFactor)
        {
            user.FirstFactorAccepted();
        }
        else
        {
            user.SignedIn(session, passkeyId);
            instruments.SignedIn();
        }
    }

    /// <summary>Returns as much of a User-Agent header as is stored.</summary>
    public static string? Shortened(string? userAgent) =>
        userAgent is { Length: > LongestUserAgent } ? userAgent[..LongestUserAgent] : userAgent;

    /// <summary>Completes a sign-in whose second factor was right. From here on the person is signed in.</summary>
    public async Task FinishAsync(
        User user,
        UserSession session,
        string secondFactor,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        session.AwaitsSecondFactor = false;
        session.Method = $"{session.Method} and {secondFactor}";
        (session.CreatedAt, session.ExpiresAt) = (now, now + await LifetimeAsync(cancellationToken));
        current.EventActor = ActorOf(user);
        user.SignedIn(session);
        instruments.SignedIn();
    }

    private async Task<TimeSpan> LifetimeAsync(CancellationToken cancellationToken) =>
        TimeSpan.FromHours((await policies.CurrentAsync(cancellationToken)).SessionHours);
}

/// <summary>The methods of signing in, as texts for the history.</summary>
internal static class SignInMethod
{
    public const string Password = "password";

    public const string Passkey = "passkey";

    public const string AuthenticatorCode = "authenticator app";

    public const string RecoveryCode = "recovery code";

    /// <summary>
    /// The application that the console lives in. It does not count as two factors: whom the policy requires to have a
    /// second one sets it up here, and the application asks for it from then on.
    /// </summary>
    public const string Host = "the application\u2019s sign-in";

    /// <summary>Returns the name of an external login whose provider confirms a second factor.</summary>
    public static string WithSecondFactor(string provider) => provider + ItsSecondFactor;

    /// <summary>Returns whether a session was opened with more than one factor, as a policy may require.</summary>
    public static bool IsMultiFactor(string method) =>
        method is Passkey
        || method.EndsWith($" and {AuthenticatorCode}", StringComparison.Ordinal)
        || method.EndsWith($" and {RecoveryCode}", StringComparison.Ordinal)
        || method.EndsWith(ItsSecondFactor, StringComparison.Ordinal);

    private const string ItsSecondFactor = " and its second factor";
}
