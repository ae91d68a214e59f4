using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Looks up a link from a mail without using it up, so that its page can greet the person. It reads the write model,
/// because it must be known at once whether a link works.
/// </summary>
public interface IAccountLinks
{
    /// <summary>Returns the person to whom the link was sent, or null if the link does not work.</summary>
    /// <param name="token">The token in the link.</param>
    /// <param name="purpose">The purpose of the page.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<AccountLinkHolder?> FindAsync(
        string? token,
        LinkPurpose purpose,
        CancellationToken cancellationToken = default
    );
}

/// <summary>The person to whom a link was sent.</summary>
/// <param name="DisplayName">The display name.</param>
/// <param name="Email">The address it was sent to.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record AccountLinkHolder(string DisplayName, string Email, DateTimeOffset ExpiresAt);

/// <inheritdoc/>
internal sealed class AccountLinks(
    IDbContextFactory<WriteContext> contexts,
    ILinkTokens tokens,
    DatabaseWaits waits,
    TimeProvider time
) : IAccountLinks
{
    // Outside the buses, which would wait by themselves.
    public Task<AccountLinkHolder?> FindAsync(
        string? token,
        LinkPurpose purpose,
        CancellationToken cancellationToken = default
    ) => waits.ReadAsync(() => LookUpAsync(token, purpose, cancellationToken), cancellationToken);

    private async Task<AccountLinkHolder?> LookUpAsync(
        string? token,
        LinkPurpose purpose,
        CancellationToken cancellationToken
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
