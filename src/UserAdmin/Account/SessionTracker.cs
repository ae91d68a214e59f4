using System.Collections.Concurrent;

namespace UserAdmin.Account;

/// <summary>Remembers when each session was last used, until it is written down.</summary>
internal sealed class SessionTracker(TimeProvider time)
{
    private ConcurrentDictionary<string, SeenSession> _seen = new();

    /// <summary>A request or an open page has used the session.</summary>
    public void Seen(string sessionRef, string userId) =>
        _seen[sessionRef] = new SeenSession(sessionRef, userId, time.GetUtcNow());

    /// <summary>Everything since the last time, which is then forgotten.</summary>
    public IReadOnlyList<SeenSession> Take() => [.. Interlocked.Exchange(ref _seen, new()).Values];
}

/// <summary>When a session was last used.</summary>
/// <param name="SessionRef">Which session.</param>
/// <param name="UserId">Whose.</param>
/// <param name="At">When.</param>
public sealed record SeenSession(string SessionRef, string UserId, DateTimeOffset At);
