using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>
/// Looks up passkeys for the host, which verifies the authenticators' responses. It reads the write model, like
/// sessions (docs/decisions/0007-sessions-and-permissions-are-read-from-the-write-side.md): a passkey that was just
/// removed must not let anyone in.
/// </summary>
public interface IPasskeys
{
    /// <summary>
    /// Returns the account, or null if there is none that is administered here. The account may not allow sign-in.
    /// </summary>
    /// <param name="userId">Key of the account.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<PasskeyOwner?> FindOwnerAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Returns the account that has a passkey, or null.</summary>
    /// <param name="credentialId">Credential id (WebAuthn).</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<PasskeyOwner?> FindOwnerOfAsync(byte[] credentialId, CancellationToken cancellationToken = default);

    /// <summary>Returns the passkeys of an account, as stock Identity stores them.</summary>
    /// <param name="userId">Key of the account.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(string userId, CancellationToken cancellationToken = default);
}

/// <summary>The owner of a passkey.</summary>
/// <param name="UserId">Key of the account; the user handle of its passkeys.</param>
/// <param name="UserName">Name that the browser shows beside a passkey.</param>
/// <param name="DisplayName">The display name.</param>
public sealed record PasskeyOwner(string UserId, string UserName, string DisplayName);

/// <inheritdoc/>
internal sealed class PasskeyReader(IDbContextFactory<WriteContext> contexts) : IPasskeys
{
    public async Task<PasskeyOwner?> FindOwnerAsync(string userId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Users.AsNoTracking()
            .Where(user => user.Id == userId && user.Profile != null)
            .Select(user => new PasskeyOwner(user.Id, user.Email ?? user.UserName ?? user.Id, user.Profile.DisplayName))
            .SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<PasskeyOwner?> FindOwnerOfAsync(
        byte[] credentialId,
        CancellationToken cancellationToken = default
    )
    {
        string? userId;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            userId = await context
                .UserPasskeys.AsNoTracking()
                .Where(passkey => passkey.CredentialId == credentialId)
                .Select(passkey => passkey.UserId)
                .SingleOrDefaultAsync(cancellationToken);
        }

        return userId is null ? null : await FindOwnerAsync(userId, cancellationToken);
    }

    public async Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(
        string userId,
        CancellationToken cancellationToken = default
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await context
            .UserPasskeys.AsNoTracking()
            .Where(passkey => passkey.UserId == userId)
            .ToListAsync(cancellationToken);
        return [.. stored.Select(Info)];
    }

    private static UserPasskeyInfo Info(IdentityUserPasskey<string> passkey) =>
        new(
            passkey.CredentialId,
            passkey.Data.PublicKey,
            passkey.Data.CreatedAt,
            passkey.Data.SignCount,
            passkey.Data.Transports,
            passkey.Data.IsUserVerified,
            passkey.Data.IsBackupEligible,
            passkey.Data.IsBackedUp,
            passkey.Data.AttestationObject,
            passkey.Data.ClientDataJson
        )
        {
            Name = passkey.Data.Name,
        };
}
