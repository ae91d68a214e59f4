using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <inheritdoc/>
internal sealed class Sessions(
    StoredSessions stored,
    AccessReader access,
    PolicyReader policies,
    SessionTracker tracker,
    DatabaseWaits waits,
    TimeProvider time
) : ISessions
{
    // Also used outside the buses, which would wait by themselves.
    public Task<Session?> FindAsync(string sessionId, CancellationToken cancellationToken = default) =>
        waits.ReadAsync(() => TryFindAsync(sessionId, cancellationToken), cancellationToken);

    private async Task<Session?> TryFindAsync(string sessionId, CancellationToken cancellationToken)
    {
        var found = await stored.FindAsync(StoredId(sessionId), cancellationToken);
        if (
            found is null
            || found.ExpiresAt <= time.GetUtcNow()
            || await access.FindAsync(found.UserId, cancellationToken) is not { } may
        )
        {
            return null;
        }

        if (!found.AwaitsSecondFactor)
        {
            tracker.Seen(found.Ref, found.UserId);
        }

        var step = await StepAsync(found, may, cancellationToken);
        return new Session(
            sessionId,
            found.UserId,
            may.DisplayName,
            step == SessionStep.None ? may.Permissions : FrozenSet<string>.Empty,
            found.IpAddress,
            step,
            found.Ref,
            found.ExpiresAt,
            found.AwaitsSecondFactor ? null : found.Locale
        );
    }

    /// <summary>Returns the form of a session's id that the database stores.</summary>
    public static string StoredId(string sessionId) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sessionId)));

    private async ValueTask<SessionStep> StepAsync(
        StoredSession found,
        Access may,
        CancellationToken cancellationToken
    ) =>
        found.AwaitsSecondFactor ? SessionStep.SecondFactor
        : found.MustChangePassword ? SessionStep.NewPassword
        : may.Permissions.Count > 0
        && !found.TwoFactorEnabled
        // Having a passkey is not enough if this session was opened without it.
        && !SignInMethod.IsMultiFactor(found.Method)
        && (await policies.CurrentAsync(cancellationToken)).AdministratorsNeedSecondFactor
            ? SessionStep.SetUpSecondFactor
        : SessionStep.None;
}
