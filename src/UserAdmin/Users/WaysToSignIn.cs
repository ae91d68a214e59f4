using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>Which ways into an account there are: a password, passkeys, logins elsewhere.</summary>
internal sealed class WaysToSignIn(WriteContext context)
{
    /// <summary>Whether there is any.</summary>
    public async Task<bool> AnyAsync(User user, CancellationToken cancellationToken) => await CountAsync(user, cancellationToken) > 0;

    /// <summary>How many there are.</summary>
    public async Task<int> CountAsync(User user, CancellationToken cancellationToken) =>
        (user.PasswordHash is null ? 0 : 1)
        + await context.Set<IdentityUserPasskey<string>>().CountAsync(passkey => passkey.UserId == user.Id, cancellationToken)
        + await context.UserLogins.CountAsync(login => login.UserId == user.Id, cancellationToken);
}
