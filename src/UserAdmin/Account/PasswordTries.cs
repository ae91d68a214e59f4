using UserAdmin.Policies;
using UserAdmin.Storage;

namespace UserAdmin.Account;

/// <summary>
/// Counts wrong entries of the current password by signed-in people, so that an unattended session cannot be used to
/// guess it. The counts are separate from the lockout, because the guesser must not be able to lock the owner out.
/// </summary>
internal sealed class PasswordTries(IAttemptCounts counts)
{
    /// <summary>Returns whether another try is allowed.</summary>
    public async Task<bool> MayTryAsync(string userId, Policy policy, CancellationToken cancellationToken) =>
        await counts.FailedAsync(KeyOf(userId), WindowOf(policy), cancellationToken) < policy.MaxFailedSignIns;

    public Task WasWrongAsync(string userId, Policy policy, CancellationToken cancellationToken) =>
        counts.AddAsync(KeyOf(userId), WindowOf(policy), cancellationToken);

    public Task WasRightAsync(string userId, CancellationToken cancellationToken) =>
        counts.ForgetAsync(KeyOf(userId), cancellationToken);

    private static string KeyOf(string userId) => $"own password {userId}";

    private static TimeSpan WindowOf(Policy policy) => policy.LockoutTime;
}
