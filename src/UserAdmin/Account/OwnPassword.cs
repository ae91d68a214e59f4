using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>The result of the slow comparison of the current password, which runs before the write gate.</summary>
/// <param name="PasswordHash">The hash that was compared with; null if the account has no password.</param>
/// <param name="NewHash">Hash of the new password, if there is one.</param>
internal sealed record OwnPasswordCheck(string? PasswordHash, string? NewHash);

/// <summary>
/// Verifies the current password of signed-in people before actions that someone who uses their open session must not
/// do.
/// </summary>
internal sealed class OwnPassword(
    WriteContext context,
    PasswordPreparation passwords,
    PasswordTries tries,
    PolicyReader policies,
    CurrentMessage current
)
{
    /// <summary>
    /// Compares the current password and checks the new one, if there is one. Stores an <see cref="OwnPasswordCheck"/>
    /// for the handler.
    /// </summary>
    public async Task<Error?> PrepareAsync(
        ICommand command,
        string? currentPassword,
        string? newPassword,
        CancellationToken cancellationToken
    )
    {
        var userId = current.Context.Actor.Id;
        var user = await context
            .Users.AsNoTracking()
            .Where(user => user.Id == userId)
            .Select(user => new
            {
                user.PasswordHash,
                user.UserName,
                user.Email,
                user.Profile.DisplayName,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (
            user?.PasswordHash is not null
            && await RefusalAsync(userId, user.PasswordHash, currentPassword ?? "", cancellationToken) is { } refusal
        )
        {
            return refusal;
        }

        string? hash = null;
        if (newPassword is not null)
        {
            if (newPassword == currentPassword)
            {
                return AccountErrors.SamePassword;
            }

            if (
                await passwords.ProblemAsync(newPassword, user?.UserName, user?.Email, user?.DisplayName) is { } problem
            )
            {
                return AccountErrors.WeakPassword(problem) with
                {
                    Field = nameof(Commands.ChangeOwnPassword.NewPassword),
                };
            }

            hash = passwords.Hash(newPassword);
        }

        current.Prepared(command, new OwnPasswordCheck(user?.PasswordHash, hash));
        return null;
    }

    private async Task<Error?> RefusalAsync(
        string userId,
        string hash,
        string password,
        CancellationToken cancellationToken
    )
    {
        var policy = await policies.CurrentAsync(cancellationToken);
        if (!await tries.MayTryAsync(userId, policy, cancellationToken))
        {
            return AccountErrors.TooManyTries;
        }

        if (passwords.Verify(hash, password) == PasswordVerificationResult.Failed)
        {
            await tries.WasWrongAsync(userId, policy, cancellationToken);
            return AccountErrors.WrongPassword;
        }

        await tries.WasRightAsync(userId, cancellationToken);
        return null;
    }
}
