using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Collects refused attempts until they are recorded. They are kept in memory and bounded, so that nobody can fill the
/// log by trying: identical attempts share one entry with a count, and beyond <see cref="MostEntries"/> the rest is
/// counted together.
/// </summary>
internal sealed class RefusedAttempts(SignInInstruments instruments, TimeProvider time) : IRefusedAttempts
{
    /// <summary>The maximum number of different attempts that wait to be recorded.</summary>
    internal const int MostEntries = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<RefusedAttempt, RefusedAttempt> _entries = [];

    /// <summary>Records that an address or user name was typed that no account has.</summary>
    /// <param name="typed">The typed text. It is kept only if it looks like an address or a user name, because people
    /// type passwords into the wrong field.</param>
    /// <param name="what">What was tried.</param>
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

    /// <summary>Records an attempt on an account that does not allow sign-in.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="what">What was tried and why it was refused.</param>
    /// <param name="ipAddress">Where from.</param>
    public void InactiveAccount(string userId, string what, string? ipAddress) =>
        Add(new(RefusedAttemptKind.InactiveAccount, userId, null, what, ipAddress));

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

    /// <summary>Returns and removes waiting attempts, the most frequent first, up to a maximum number.</summary>
    public IReadOnlyList<RefusedAttempt> Take(int most)
    {
        lock (_lock)
        {
            var taken = _entries.OrderByDescending(entry => entry.Value.Count).Take(most).ToList();
            taken.ForEach(entry => _entries.Remove(entry.Key));
            return [.. taken.Select(entry => entry.Value)];
        }
    }

    /// <summary>Puts back attempts that could not be recorded.</summary>
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
        instruments.Refused(attempt.Kind);
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
