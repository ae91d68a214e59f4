using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users;

/// <summary>
/// Changes an email address, with all consequences: which links are revoked, which are sent again, and whether the
/// address is trusted.
/// </summary>
internal sealed class EmailChanging(
    Links links,
    InvitationGuard guard,
    CurrentMessage current,
    ILookupNormalizer normalizer,
    TimeProvider time
)
{
    /// <summary>
    /// Changes a user's address. Links that were sent to the old address stop working, even if that address is set
    /// again later.
    /// </summary>
    public async Task ChangeAsync(User user, string email, CancellationToken cancellationToken)
    {
        var may = current.Access.Permissions;
        await links.RevokeAllAsync(user.Id, cancellationToken);
        user.ChangeEmail(
            email,
            normalizer,
            may.Contains(Permissions.UsersPasswords) || user.Id == current.Context.Actor.Id
        );
        if (
            user is { IsInvited: true, IsDisabled: false, IsDeleted: false }
            && may.Contains(Permissions.UsersCreate)
            && await guard.SendingRefusalAsync(user, cancellationToken) is null
        )
        {
            user.Invite(await links.CreateAsync(user, LinkPurpose.Invitation, cancellationToken), time.GetUtcNow());
        }
    }
}
