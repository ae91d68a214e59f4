using System.Collections.Concurrent;
using UserAdmin.Users;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// Remembers for whom the host application has vouched, and when. A session that was opened by its sign-in ends when
/// the host has not passed on a request of the same person for a while: who has signed out there sends none, and an
/// open page would go on without end (wwwroot/host.js sends one every 45 seconds).
/// </summary>
internal sealed class HostSignIn(UserAdminSignIn kind, TimeProvider time) : IHostPolicy
{
    /// <summary>
    /// How long a session outlives the last request. Browsers run timers of pages in the background once a minute.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    // Open pages are bound to the lease. This is for what goes on without the person: bulk changes and imports.
    private static readonly TimeSpan _work = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, long> _sessions = new();
    private readonly ConcurrentDictionary<string, long> _people = new();
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Whether the host's signed-in person acts.</summary>
    public bool IsHosts => kind != UserAdminSignIn.Console;

    /// <summary>Notes that a request of a person came with a session of the same person.</summary>
    /// <param name="http">The request.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="userId">Whose it is.</param>
    public void Note(HttpContext http, string sessionId, string? userId)
    {
        if (http.Features.Get<HostPerson>() is { } person && person.UserId == userId)
        {
            Begin(sessionId, person);
        }
    }

    /// <summary>Notes a session that is being opened for the person of a request.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="person">The person.</param>
    public void Begin(string sessionId, HostPerson person)
    {
        var now = time.GetTimestamp();
        _sessions[sessionId] = now;
        _people[person.UserId] = now;
        Sweep(now);
    }

    /// <summary>Returns whether a session may still be used.</summary>
    public bool Vouches(string sessionId) => !IsHosts || IsWithin(_sessions, sessionId, Lease);

    /// <inheritdoc/>
    public bool Admits(string userId) => kind == UserAdminSignIn.ApplicationPolicy && IsWithin(_people, userId, _work);

    private bool IsWithin(ConcurrentDictionary<string, long> notes, string key, TimeSpan period) =>
        notes.TryGetValue(key, out var at) && time.GetElapsedTime(at) < period;

    private void Sweep(long now)
    {
        var before = Volatile.Read(ref _sweptAt);
        if (
            time.GetElapsedTime(before, now) < Lease
            || Interlocked.CompareExchange(ref _sweptAt, now, before) != before
        )
        {
            return;
        }

        Remove(_sessions, Lease);
        Remove(_people, _work);
    }

    private void Remove(ConcurrentDictionary<string, long> notes, TimeSpan period)
    {
        foreach (var note in notes.Where(note => time.GetElapsedTime(note.Value) >= period))
        {
            // With its value: it may have been renewed meanwhile.
            notes.TryRemove(note);
        }
    }
}
