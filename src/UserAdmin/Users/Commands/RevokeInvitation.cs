using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Revokes an invitation: its link stops working and the account is disabled.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersCreate)]
public sealed record RevokeInvitation(string UserId) : ICommand;

internal sealed class RevokeInvitationValidator : AbstractValidator<RevokeInvitation>
{
    public RevokeInvitationValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class RevokeInvitationHandler(WriteContext context, UserEditing editing, TimeProvider time)
    : ICommandHandler<RevokeInvitation>
{
    public Task<CommandResult> Handle(RevokeInvitation request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (!user.IsInvited)
                {
                    return UserErrors.NotInvited;
                }

                user.RevokeInvitation(time.GetUtcNow());
                await context.AccountLinks.Where(link => link.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
                return null;
            },
            cancellationToken
        );
}
