using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Keeps an invitation from becoming a way to somebody else's rights: whoever opens its link has the account, with
/// every role that it was given beforehand (decision 56).
/// </summary>
internal sealed class InvitationGuard(WriteContext context, CurrentMessage current)
{
    /// <summary>
    /// Why the actor may not have an invitation sent to the user's address; null when nothing speaks against it.
    /// </summary>
    /// <returns><see cref="UserErrors.EmailNeedsProof"/>, or null.</returns>
    public async Task<Error?> SendingRefusalAsync(User user, CancellationToken cancellationToken) =>
        user.Profile.EmailNeedsProof
        && !MaySetPasswords
        && (!user.IsInvited || await HasRolesAsync(user, cancellationToken))
            ? UserErrors.EmailNeedsProof
            : null;

    /// <summary>Why the actor may not see the link itself; null when nothing speaks against it.</summary>
    /// <returns>That <see cref="Permissions.UsersPasswords"/> is missing, or null.</returns>
    public async Task<Error?> TakingRefusalAsync(User user, CancellationToken cancellationToken) =>
        !MaySetPasswords && await HasRolesAsync(user, cancellationToken)
            ? MessagingErrors.NotPermitted(Permissions.UsersPasswords)
            : null;

    private bool MaySetPasswords => current.Access.Permissions.Contains(Permissions.UsersPasswords);

    private Task<bool> HasRolesAsync(User user, CancellationToken cancellationToken) =>
        context.UserRoles.AnyAsync(member => member.UserId == user.Id, cancellationToken);
}
