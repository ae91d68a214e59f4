using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>The ways to sign in to an account: a password, passkeys, external logins.</summary>
internal sealed class WaysToSignIn(WriteContext context, Administrators administrators, CurrentMessage current)
{
    /// <summary>Whether there is any.</summary>
    public async Task<bool> AnyAsync(User user, CancellationToken cancellationToken) =>
        await CountAsync(user, cancellationToken) > 0;

    /// <summary>How many there are.</summary>
    public async Task<int> CountAsync(User user, CancellationToken cancellationToken) =>
        (user.PasswordHash is null ? 0 : 1)
        + await context
            .Set<IdentityUserPasskey<string>>()
            .CountAsync(passkey => passkey.UserId == user.Id, cancellationToken)
        + await context.UserLogins.CountAsync(login => login.UserId == user.Id, cancellationToken);

    /// <summary>
    /// Why the actor may not take a way in from an account, or null: not one's own last one, and not that of the last
    /// administrator.
    /// </summary>
    /// <param name="user">Whose.</param>
    /// <param name="onlyWayLeft">What to say of one's own.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Error?> TakingRefusalAsync(User user, Error onlyWayLeft, CancellationToken cancellationToken) =>
        await CountAsync(user, cancellationToken) > 1 ? null
        : user.Id == current.Context.Actor.Id ? onlyWayLeft
        : await administrators.RefusalAsync(user.Id, cancellationToken);
}
