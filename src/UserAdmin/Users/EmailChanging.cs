using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users;

/// <summary>
/// What follows when an account gets another address, whoever gives it: which links die, which are sent anew, and what
/// the address is good for.
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
    /// Gives a user another address. Links that were sent to the old one are worthless from now on, even if it comes
    /// back.
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
