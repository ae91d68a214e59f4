using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Prevents invitations from giving access to somebody else's permissions: whoever opens the link gets the account with
/// every role that it was given before (decision 56).
/// </summary>
internal sealed class InvitationGuard(WriteContext context, CurrentMessage current)
{
    /// <summary>
    /// Returns the reason why the actor may not have an invitation sent to the user's address, or null.
    /// </summary>
    /// <returns><see cref="UserErrors.EmailNeedsProof"/>, or null.</returns>
    public async Task<Error?> SendingRefusalAsync(User user, CancellationToken cancellationToken) =>
        user.Profile.EmailNeedsProof
        && !MaySetPasswords
        && (!user.IsInvited || await HasRolesAsync(user, cancellationToken))
            ? UserErrors.EmailNeedsProof
            : null;

    /// <summary>Returns the reason why the actor may not see the link itself, or null.</summary>
    /// <returns>The refusal that <see cref="Permissions.UsersPasswords"/> is missing, or null.</returns>
    public async Task<Error?> TakingRefusalAsync(User user, CancellationToken cancellationToken) =>
        !MaySetPasswords && await HasRolesAsync(user, cancellationToken)
            ? MessagingErrors.NotPermitted(Permissions.UsersPasswords)
            : null;

    private bool MaySetPasswords => current.Access.Permissions.Contains(Permissions.UsersPasswords);

    private Task<bool> HasRolesAsync(User user, CancellationToken cancellationToken) =>
        context.UserRoles.AnyAsync(member => member.UserId == user.Id, cancellationToken);
}
