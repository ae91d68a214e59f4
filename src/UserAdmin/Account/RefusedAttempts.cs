using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Collects what strangers and people without the permission try in vain, until it is written down. In memory and
/// bounded, so that nobody can fill the log by trying: the same attempt is one entry that counts, and beyond
/// <see cref="MostEntries"/> the rest is counted together.
/// </summary>
internal sealed class RefusedAttempts(TimeProvider time) : IRefusedAttempts
{
    /// <summary>Most different attempts that wait to be written down.</summary>
    internal const int MostEntries = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<RefusedAttempt, RefusedAttempt> _entries = [];

    /// <summary>Somebody has typed an address or a user name that no account has.</summary>
    /// <param name="typed">What was typed. Kept only where it has the shape of an address or a user name: people type
    /// passwords into the wrong field.</param>
    /// <param name="what">What they wanted.</param>
    /// <param name="ipAddress">Where from.</param>
    public void UnknownAccount(string typed, string what, string? ipAddress) =>
        Add(
            new(
                RefusedAttemptKind.UnknownAccount,
                null,
                EmailAddress.TryParse(typed, out var address, out _) ? address : null,
                $"{what}: no such account",
                ipAddress
            )
        );

    /// <summary>An account was aimed at that is shut.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="what">What was tried and why it was refused.</param>
    /// <param name="ipAddress">Where from.</param>
    public void ShutAccount(string userId, string what, string? ipAddress) =>
        Add(new(RefusedAttemptKind.ShutAccount, userId, null, what, ipAddress));

    public void NotPermitted(CommandContext context, string message, string why)
    {
        if (context.Actor.Kind == ActorKind.User)
        {
            Add(
                new(
                    RefusedAttemptKind.Permission,
                    context.Actor.Id,
                    null,
                    $"{message} refused: {why}",
                    context.IpAddress
                )
            );
        }
    }

    /// <summary>At most so many of what waits, the most frequent first, which is then forgotten.</summary>
    public IReadOnlyList<RefusedAttempt> Take(int most)
    {
        lock (_lock)
        {
            var taken = _entries.OrderByDescending(entry => entry.Value.Count).Take(most).ToList();
            taken.ForEach(entry => _entries.Remove(entry.Key));
            return [.. taken.Select(entry => entry.Value)];
        }
    }

    /// <summary>Keeps what was taken and could not be written down.</summary>
    public void PutBack(IReadOnlyList<RefusedAttempt> taken)
    {
        lock (_lock)
        {
            foreach (var attempt in taken)
            {
                var key = attempt with { Count = 1, LastAt = default };
                _entries[key] = _entries.TryGetValue(key, out var since)
                    ? since with
                    {
                        Count = since.Count + Math.Min(attempt.Count, int.MaxValue - since.Count),
                    }
                    : attempt;
            }
        }
    }

    private void Add(RefusedAttempt attempt)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_entries.Count >= MostEntries && !_entries.ContainsKey(attempt))
            {
                attempt = new(RefusedAttemptKind.UnknownAccount, null, null, "Many other attempts refused", null);
            }

            var count = _entries.TryGetValue(attempt, out var before) ? before.Count : 0;
            _entries[attempt] = attempt with { Count = count == int.MaxValue ? count : count + 1, LastAt = now };
        }
    }
}
