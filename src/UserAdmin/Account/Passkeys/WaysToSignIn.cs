using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>What an account can be opened with. Nobody takes the last of it from themselves.</summary>
internal static class WaysToSignIn
{
    /// <summary>The password, each passkey and each external login counted as one.</summary>
    public static async Task<int> CountAsync(WriteContext context, User user, CancellationToken cancellationToken) =>
        (user.PasswordHash is null ? 0 : 1)
        + await context.UserPasskeys.CountAsync(passkey => passkey.UserId == user.Id, cancellationToken)
        + await context.UserLogins.CountAsync(login => login.UserId == user.Id, cancellationToken);
}
