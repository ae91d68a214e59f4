using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Collects refused attempts until they are recorded. They are kept in memory and bounded, so that nobody can fill the
/// log by trying: identical attempts share one entry with a count, and beyond <see cref="MostEntries"/> the rest is
/// counted together. A program may try without end, so each application has <see cref="MostOfApplication"/> entries at
/// most, which are recorded once in <see cref="RestOfApplication"/>.
/// </summary>
internal sealed class RefusedAttempts(SignInInstruments instruments, TimeProvider time) : IRefusedAttempts
{
    /// <summary>The maximum number of different attempts that wait to be recorded.</summary>
    internal const int MostEntries = 200;

    /// <summary>The maximum number of different attempts of one application that wait to be recorded.</summary>
    internal const int MostOfApplication = 10;

    /// <summary>How long an application's attempts are counted before they are recorded again.</summary>
    internal static readonly TimeSpan RestOfApplication = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _applicationsTakenAt = [];
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
        else if (context.Actor.ApplicationId is { } application)
        {
            OfApplication(application, context.Actor.Name, $"{message} refused: {why}", context.IpAddress);
        }
    }

    public void OfApplication(string applicationId, string name, string what, string? ipAddress) =>
        Add(new(RefusedAttemptKind.Application, applicationId, name, what, ipAddress));

    /// <summary>Returns and removes waiting attempts, the most frequent first, up to a maximum number.</summary>
    public IReadOnlyList<RefusedAttempt> Take(int most)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var resting = _applicationsTakenAt
                .Where(taken => taken.Value > now - RestOfApplication && taken.Value <= now)
                .Select(taken => taken.Key)
                .ToHashSet();
            // People first: a program tries again anyway.
            var taken = _entries
                .Where(entry => !IsOfApplication(entry.Key) || !resting.Contains(entry.Key.UserId!))
                .OrderBy(entry => IsOfApplication(entry.Key))
                .ThenByDescending(entry => entry.Value.Count)
                .Take(most)
                .ToList();
            foreach (var rested in _applicationsTakenAt.Keys.Except(resting).ToList())
            {
                _applicationsTakenAt.Remove(rested);
            }

            foreach (var entry in taken.Where(entry => IsOfApplication(entry.Key)))
            {
                _applicationsTakenAt[entry.Key.UserId!] = now;
            }

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

    private static bool IsOfApplication(RefusedAttempt attempt) => attempt.Kind == RefusedAttemptKind.Application;

    private void Add(RefusedAttempt attempt)
    {
        instruments.Refused(attempt.Kind);
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (
                IsOfApplication(attempt)
                && !_entries.ContainsKey(attempt)
                && _entries.Keys.Count(other => IsOfApplication(other) && other.UserId == attempt.UserId)
                    >= MostOfApplication
            )
            {
                attempt = attempt with { What = "Many other attempts refused", IpAddress = null };
            }

            if (_entries.Count >= MostEntries && !_entries.ContainsKey(attempt))
            {
                attempt = new(RefusedAttemptKind.UnknownAccount, null, null, "Many other attempts refused", null);
            }

            var count = _entries.TryGetValue(attempt, out var before) ? before.Count : 0;
            _entries[attempt] = attempt with { Count = count == int.MaxValue ? count : count + 1, LastAt = now };
        }
    }
}
