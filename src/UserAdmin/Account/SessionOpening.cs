using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Opens sessions, however the person proved to be who they are.</summary>
internal sealed class SessionOpening(
    WriteContext context,
    CurrentMessage current,
    PolicyReader policies,
    RefusedAttempts attempts,
    TimeProvider time
)
{
    /// <summary>How long one may take for the second factor.</summary>
    public static readonly TimeSpan SecondFactorTime = TimeSpan.FromMinutes(10);

    /// <summary>Whom events name while nobody has proved to be anybody.</summary>
    public static Actor Someone { get; } = Actor.Anonymous with { Name = "Someone not signed in" };

    // Browsers send less; whatever sends more is not one.
    private const int LongestUserAgent = 500;

    /// <summary>
    /// Why the account may not sign in at all, in words; null when it may. A lockout by failed sign-ins counts only for
    /// what can be guessed, passwords and codes: else anybody could keep out those who have something better.
    /// </summary>
    public static string? RefusalOf(User user, DateTimeOffset now, bool isGuessable = true) =>
        user.IsDeleted ? "the account is deleted"
        : user.IsDisabled
            ? user.Profile.ExpiresAt <= user.Profile.DisabledAt ? "the account has expired"
                : "the account is disabled"
        : user.IsInvited ? "the invitation is not accepted yet"
        : user.Profile.ExpiresAt <= now ? "the account has expired"
        : user.Profile.LockedUntil > now ? "an administrator has locked the account"
        : isGuessable && user.LockoutEnd > now ? "the account is locked by failed sign-ins"
        : null;

    /// <summary>Whether the account may sign in; see <see cref="RefusalOf"/>.</summary>
    public static bool MaySignIn(User user, DateTimeOffset now, bool isGuessable = true) =>
        RefusalOf(user, now, isGuessable) is null;

    /// <summary>Whether the account may sign in. Where it may not, that is kept for its history.</summary>
    public bool Admits(User user, bool isGuessable = true)
    {
        var why = RefusalOf(user, time.GetUtcNow(), isGuessable);
        if (why is not null)
        {
            attempts.ShutAccount(user.Id, $"{RefusedAttempt.SignIn}: {why}", current.Context.IpAddress);
        }

        return why is null;
    }

    /// <summary>The person, once it is sure who it is.</summary>
    public static Actor ActorOf(User user) => Actor.User(user.Id) with { Name = user.Profile.DisplayName };

    /// <summary>
    /// Adds the session of a person who has proved to be this user, and may sign in. Where a second factor is asked
    /// for, it waits for that.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="sessionId">The id that the sender made.</param>
    /// <param name="method">How, as a word of <see cref="SignInMethod"/>.</param>
    /// <param name="userAgent">The browser, as it calls itself.</param>
    /// <param name="passkeyId">The passkey it was done with, or null.</param>
    /// <param name="skipsSecondFactor">Whether the way of signing in is two factors already.</param>
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
            UserAgent = userAgent is { Length: > LongestUserAgent } ? userAgent[..LongestUserAgent] : userAgent,
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
        }
    }

    /// <summary>The second factor was right too: from here on the person is signed in.</summary>
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
    }

    private async Task<TimeSpan> LifetimeAsync(CancellationToken cancellationToken) =>
        TimeSpan.FromHours((await policies.CurrentAsync(cancellationToken)).SessionHours);
}

/// <summary>How people sign in, in the words of the history.</summary>
internal static class SignInMethod
{
    public const string Password = "password";

    public const string Passkey = "passkey";

    public const string AuthenticatorCode = "authenticator app";

    public const string RecoveryCode = "recovery code";

    /// <summary>How a login elsewhere is called when the provider vouches for a second factor.</summary>
    public static string WithSecondFactor(string provider) => provider + ItsSecondFactor;

    /// <summary>
    /// Whether a session was opened with more than one factor: what a policy that asks for a second one accepts.
    /// </summary>
    public static bool IsMultiFactor(string method) =>
        method is Passkey
        || method.EndsWith($" and {AuthenticatorCode}", StringComparison.Ordinal)
        || method.EndsWith($" and {RecoveryCode}", StringComparison.Ordinal)
        || method.EndsWith(ItsSecondFactor, StringComparison.Ordinal);

    private const string ItsSecondFactor = " and its second factor";
}
