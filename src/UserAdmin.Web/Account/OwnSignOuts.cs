using System.Collections.Concurrent;

namespace UserAdmin.Web.Account;

/// <summary>
/// Sessions that their owner has just ended with “Sign out”, so that open pages do not say that somebody else did it.
/// </summary>
public sealed class OwnSignOuts(TimeProvider time)
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new();

    /// <summary>
    /// Records a sign-out. Call it before the session ends, because pages are notified of that at once.
    /// </summary>
    /// <param name="sessionId">Id of the session.</param>
    public void Note(string sessionId)
    {
        var now = time.GetUtcNow();
        foreach (var (id, at) in _ended)
        {
            if (now - at > _lifetime)
            {
                _ended.TryRemove(id, out _);
            }
        }

        _ended[sessionId] = now;
    }

    /// <summary>Returns whether the owner ended the session.</summary>
    /// <param name="sessionId">Id of the session.</param>
    public bool Contains(string sessionId) => _ended.ContainsKey(sessionId);
}
