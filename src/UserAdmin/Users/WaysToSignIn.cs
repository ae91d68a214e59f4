using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>The ways to sign in to an account: a password, passkeys, external logins.</summary>
internal sealed class WaysToSignIn(WriteContext context, Administrators administrators, CurrentMessage current)
{
    /// <summary>Returns true if the account has any way to sign in.</summary>
    public async Task<bool> AnyAsync(User user, CancellationToken cancellationToken) =>
        await CountAsync(user, cancellationToken) > 0;

    /// <summary>Returns the number of ways to sign in.</summary>
    public async Task<int> CountAsync(User user, CancellationToken cancellationToken) =>
        (user.PasswordHash is null ? 0 : 1)
        + await context
            .Set<IdentityUserPasskey<string>>()
            .CountAsync(passkey => passkey.UserId == user.Id, cancellationToken)
        + await context.UserLogins.CountAsync(login => login.UserId == user.Id, cancellationToken);

    /// <summary>
    /// Returns the reason why the actor may not remove a way to sign in from an account, or null. People may not remove
    /// the last one of their own account, and nobody may remove the last one of the last administrator.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="onlyWayLeft">The refusal for the actor's own account.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Error?> TakingRefusalAsync(User user, Error onlyWayLeft, CancellationToken cancellationToken) =>
        await CountAsync(user, cancellationToken) > 1 ? null
        : user.Id == current.Context.Actor.Id ? onlyWayLeft
        : await administrators.RefusalAsync(user.Id, cancellationToken);
}
