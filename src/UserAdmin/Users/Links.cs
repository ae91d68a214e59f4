using Microsoft.EntityFrameworkCore;
using UserAdmin.Policies;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Makes the links that mails carry, and takes them back: each works once, until a moment, and only the newest of its
/// purpose.
/// </summary>
internal sealed class Links(WriteContext context, ILinkTokens tokens, PolicyReader policies, TimeProvider time)
{
    /// <summary>
    /// Makes a link to the user's address. Those of the same purpose that were sent before are worthless from now on.
    /// </summary>
    public async Task<AccountLink> CreateAsync(User user, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        await RevokeAsync(user.Id, purpose, cancellationToken);
        var link = Make(user, purpose, await policies.CurrentAsync(cancellationToken));
        context.Add(link);
        return link;
    }

    /// <summary>Makes a link that the caller stores, for a user who has none of the purpose yet.</summary>
    public AccountLink Make(User user, LinkPurpose purpose, Policy policy)
    {
        var now = time.GetUtcNow();
        return new AccountLink
        {
            Id = Guid.CreateVersion7(now).ToString(),
            UserId = user.Id,
            Purpose = purpose,
            Email = user.Email ?? throw new InvalidOperationException("There is nowhere to send a link to."),
            ExpiresAt =
                now
                + (
                    purpose == LinkPurpose.Invitation
                        ? TimeSpan.FromDays(policy.InvitationDays)
                        : TimeSpan.FromHours(policy.LinkHours)
                ),
        };
    }

    /// <summary>Makes a user's links of one purpose worthless.</summary>
    public async Task RevokeAsync(string userId, LinkPurpose purpose, CancellationToken cancellationToken) =>
        context.RemoveRange(
            await context
                .AccountLinks.Where(link => link.UserId == userId && link.Purpose == purpose)
                .ToListAsync(cancellationToken)
        );

    /// <summary>Makes all of a user's links worthless.</summary>
    public async Task RevokeAllAsync(string userId, CancellationToken cancellationToken) =>
        context.RemoveRange(
            await context.AccountLinks.Where(link => link.UserId == userId).ToListAsync(cancellationToken)
        );

    /// <summary>Uses a link up.</summary>
    /// <returns>The user it was sent to, tracked; null when the link is worthless.</returns>
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

    /// <summary>When the newest link of a purpose was made, or null when there is none.</summary>
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
    /// The link of a token if it still works: made here, not used, not replaced, not run out, and its user still has
    /// the address and may use it.
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
