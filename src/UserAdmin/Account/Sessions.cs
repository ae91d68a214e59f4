using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Account;

/// <inheritdoc/>
internal sealed class Sessions(IDbContextFactory<WriteContext> contexts, AccessReader access, TimeProvider time) : ISessions
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
            select new { session.UserId, session.ExpiresAt, session.IpAddress }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.ExpiresAt <= time.GetUtcNow())
        {
            return null;
        }

        return await access.FindAsync(found.UserId, cancellationToken) is { } may
            ? new Session(sessionId, found.UserId, may.DisplayName, may.Permissions, found.IpAddress)
            : null;
    }

    /// <summary>What the database keeps of a session's id.</summary>
    public static string StoredId(string sessionId) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sessionId)));
}
