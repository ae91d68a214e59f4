using Microsoft.EntityFrameworkCore;
using UserAdmin.Policies;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Creates and revokes the links in mails. A link works once and until it expires, and only the newest link for a
/// purpose works.
/// </summary>
internal sealed class Links(WriteContext context, ILinkTokens tokens, PolicyReader policies, TimeProvider time)
{
    /// <summary>Creates a link for the user's address. Earlier links for the same purpose stop working.</summary>
    public async Task<AccountLink> CreateAsync(User user, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        await RevokeAsync(user.Id, purpose, cancellationToken);
        var link = Make(user, purpose, await policies.CurrentAsync(cancellationToken));
        context.Add(link);
        return link;
    }

    /// <summary>Creates a link that the caller stores, for a user who has no link for the purpose yet.</summary>
    public AccountLink Make(User user, LinkPurpose purpose, Policy policy)
    {
        var now = time.GetUtcNow();
        return new AccountLink
        {
            Id = Guid.CreateVersion7(now).ToString(),
            UserId = user.Id,
            Purpose = purpose,
            Email = user.Email ?? throw new InvalidOperationException("The account has no email address."),
            ExpiresAt =
                now
                + (
                    purpose == LinkPurpose.Invitation
                        ? TimeSpan.FromDays(policy.InvitationDays)
                        : TimeSpan.FromHours(policy.LinkHours)
                ),
        };
    }

    /// <summary>Revokes a user's links for one purpose.</summary>
    public async Task RevokeAsync(string userId, LinkPurpose purpose, CancellationToken cancellationToken) =>
        context.RemoveRange(
            await UserQueries
                .Links(context, userId)
                .Where(link => link.Purpose == purpose)
                .ToListAsync(cancellationToken)
        );

    /// <summary>Revokes all of a user's links.</summary>
    public async Task RevokeAllAsync(string userId, CancellationToken cancellationToken) =>
        context.RemoveRange(await UserQueries.Links(context, userId).ToListAsync(cancellationToken));

    /// <summary>Uses a link, so that it does not work again.</summary>
    /// <returns>The user it was sent to, tracked; null if the link does not work.</returns>
    public async Task<User?> TakeAsync(string? token, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        if (
            await FindAsync(context, tokens, token, purpose, time.GetUtcNow(), cancellationToken) is not { } link
            || await UserQueries.User(context, link.UserId, cancellationToken) is not { } user
        )
        {
            return null;
        }

        await RevokeAsync(user.Id, purpose, cancellationToken);
        return user;
    }

    /// <summary>Returns when the newest link for a purpose was created, or null if there is none.</summary>
    public async Task<DateTimeOffset?> LastMadeAtAsync(
        string userId,
        LinkPurpose purpose,
        CancellationToken cancellationToken
    )
    {
        var id = await context
            .AccountLinks.Where(link => link.UserId == userId && link.Purpose == purpose)
            .MaxAsync(link => (string?)link.Id, cancellationToken);
        // The first 48 bits of a UUID v7 are the milliseconds since 1970 (RFC 9562, section 5.7).
        return id is null
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(
                Convert.ToInt64(id.Replace("-", "", StringComparison.Ordinal)[..12], 16)
            );
    }

    /// <summary>
    /// Returns the link of a token if it still works: it was created here and has not been used, replaced or expired,
    /// and its user still has the address and may use it. Otherwise null.
    /// </summary>
    internal static async Task<AccountLink?> FindAsync(
        WriteContext context,
        ILinkTokens tokens,
        string? token,
        LinkPurpose purpose,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (tokens.LinkOf(token) is not { } id)
        {
            return null;
        }

        var isInvited = purpose == LinkPurpose.Invitation;
        return await (
            from link in context.AccountLinks
            where link.Id == id && link.Purpose == purpose && link.ExpiresAt > now
            join user in context.Users on link.UserId equals user.Id
            where
                user.Email == link.Email
                && user.Profile.DisabledAt == null
                && user.Profile.DeletedAt == null
                && (user.Profile.ExpiresAt == null || user.Profile.ExpiresAt > now)
                && (user.Profile.InvitedAt != null) == isInvited
            select link
        ).SingleOrDefaultAsync(cancellationToken);
    }
}
