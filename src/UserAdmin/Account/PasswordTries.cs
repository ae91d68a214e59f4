using System.Collections.Concurrent;
using UserAdmin.Policies;

namespace UserAdmin.Account;

/// <summary>
/// Counts wrong entries of the current password by signed-in people, so that an unattended session cannot be used to
/// guess it. The counts are kept in memory and separate from the lockout, because the guesser must not be able to lock
/// the owner out.
/// </summary>
internal sealed class PasswordTries(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Since)> _wrong = new();

    /// <summary>Returns whether another try is allowed.</summary>
    public bool MayTry(string userId, Policy policy) =>
        !_wrong.TryGetValue(userId, out var wrong)
        || wrong.Count < policy.MaxFailedSignIns
        || IsOver(wrong.Since, policy);

    public void WasWrong(string userId, Policy policy) =>
        _wrong.AddOrUpdate(
            userId,
            (1, time.GetUtcNow()),
            (_, wrong) => IsOver(wrong.Since, policy) ? (1, time.GetUtcNow()) : (wrong.Count + 1, time.GetUtcNow())
        );

    public void WasRight(string userId) => _wrong.TryRemove(userId, out _);

    private bool IsOver(DateTimeOffset since, Policy policy) =>
        time.GetUtcNow() - since >= TimeSpan.FromMinutes(policy.LockoutMinutes);
}
