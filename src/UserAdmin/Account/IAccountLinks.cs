using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Looks at a link from a mail without using it up, so that its page can greet the person. Reads the write model, as
/// whether a link works has to be right at once.
/// </summary>
public interface IAccountLinks
{
    /// <summary>Whom the link was sent to, or null when it does not work.</summary>
    /// <param name="token">What the address carried.</param>
    /// <param name="purpose">What the page is for.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<AccountLinkHolder?> FindAsync(
        string? token,
        LinkPurpose purpose,
        CancellationToken cancellationToken = default
    );
}

/// <summary>Whom a link was sent to.</summary>
/// <param name="DisplayName">Name as people read it.</param>
/// <param name="Email">The address it was sent to.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record AccountLinkHolder(string DisplayName, string Email, DateTimeOffset ExpiresAt);

/// <inheritdoc/>
internal sealed class AccountLinks(IDbContextFactory<WriteContext> contexts, ILinkTokens tokens, TimeProvider time)
    : IAccountLinks
{
    public async Task<AccountLinkHolder?> FindAsync(
        string? token,
        LinkPurpose purpose,
        CancellationToken cancellationToken = default
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Links.FindAsync(context, tokens, token, purpose, time.GetUtcNow(), cancellationToken) is { } link
            ? new AccountLinkHolder(
                await context
                    .UserProfiles.Where(profile => profile.UserId == link.UserId)
                    .Select(profile => profile.DisplayName)
                    .SingleAsync(cancellationToken),
                link.Email,
                link.ExpiresAt
            )
            : null;
    }
}
