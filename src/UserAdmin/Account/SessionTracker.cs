using System.Collections.Concurrent;

namespace UserAdmin.Account;

/// <summary>Remembers when each session was last used until that is recorded.</summary>
internal sealed class SessionTracker(TimeProvider time)
{
    private ConcurrentDictionary<string, SeenSession> _seen = new();

    /// <summary>Notes that a request or an open page has used the session.</summary>
    public void Seen(string sessionRef, string userId) =>
        _seen[sessionRef] = new SeenSession(sessionRef, userId, time.GetUtcNow());

    /// <summary>Returns and clears everything noted since the last call.</summary>
    public IReadOnlyList<SeenSession> Take() => [.. Interlocked.Exchange(ref _seen, new()).Values];
}

/// <summary>When a session was last used.</summary>
/// <param name="SessionRef">The session.</param>
/// <param name="UserId">Id of its user.</param>
/// <param name="At">When.</param>
public sealed record SeenSession(string SessionRef, string UserId, DateTimeOffset At);
