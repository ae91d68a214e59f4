using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Policies;
using UserAdmin.Storage;

namespace UserAdmin.Account;

/// <inheritdoc/>
internal sealed class Sessions(IDbContextFactory<WriteContext> contexts, AccessReader access, PolicyReader policies, SessionTracker tracker, TimeProvider time) : ISessions
{
    public async Task<Session?> FindAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        var stored = StoredId(sessionId);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from session in context.UserSessions.AsNoTracking()
            where session.Id == stored
            join user in context.Users on session.UserId equals user.Id
            where user.SecurityStamp == session.SecurityStamp
            select new Found(
                session.UserId, session.Ref, session.Method, session.ExpiresAt, session.IpAddress, session.AwaitsSecondFactor,
                user.Profile.MustChangePassword, user.TwoFactorEnabled)).SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.ExpiresAt <= time.GetUtcNow() || await access.FindAsync(found.UserId, cancellationToken) is not { } may)
        {
            return null;
        }

        if (!found.AwaitsSecondFactor)
        {
            tracker.Seen(found.Ref, found.UserId);
        }

        var step = await StepAsync(found, may, cancellationToken);
        return new Session(
            sessionId, found.UserId, may.DisplayName, step == SessionStep.None ? may.Permissions : FrozenSet<string>.Empty, found.IpAddress, step, found.Ref, found.ExpiresAt);
    }

    /// <summary>What the database keeps of a session's id.</summary>
    public static string StoredId(string sessionId) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sessionId)));

    private async ValueTask<SessionStep> StepAsync(Found found, Access may, CancellationToken cancellationToken) =>
        found.AwaitsSecondFactor ? SessionStep.SecondFactor
        : found.MustChangePassword ? SessionStep.NewPassword
        : may.Permissions.Count > 0
            && !found.TwoFactorEnabled
            // Having a passkey is not enough: this session was opened without it.
            && !SignInMethod.IsMultiFactor(found.Method)
            && (await policies.CurrentAsync(cancellationToken)).AdministratorsNeedSecondFactor ? SessionStep.SetUpSecondFactor
        : SessionStep.None;

    private sealed record Found(
        string UserId, string Ref, string Method, DateTimeOffset ExpiresAt, string? IpAddress, bool AwaitsSecondFactor, bool MustChangePassword, bool TwoFactorEnabled);
}
