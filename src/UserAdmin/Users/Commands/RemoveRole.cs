using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Removes a role from a user. The user's sessions in stock applications end at their next check of the security stamp.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="RoleId">Key of the role.</param>
[Permission(Permissions.RolesAssign)]
public sealed record RemoveRole(string UserId, string RoleId) : ICommand;

internal sealed class RemoveRoleValidator : AbstractValidator<RemoveRole>
{
    public RemoveRoleValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.RoleId).MustBeId();
    }
}

internal sealed class RemoveRoleHandler(
    WriteContext context,
    UserEditing editing,
    RoleGranting granting,
    Administrators administrators
) : ICommandHandler<RemoveRole>
{
    public async Task<CommandResult> Handle(RemoveRole request, CancellationToken cancellationToken)
    {
        var (role, roleRefusal) = await granting.FindAsync(request.RoleId, cancellationToken);
        var (user, userRefusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (role is null || user is null)
        {
            return CommandResult.Refused(userRefusal ?? roleRefusal!);
        }

        if (
            await context.UserRoles.SingleOrDefaultAsync(
                member => member.UserId == user.Id && member.RoleId == role.Id,
                cancellationToken
            ) is
            { } member
        )
        {
            if (
                AdministratorRole.IsNamed(role.Name, context.Layout)
                && await administrators.RefusalAsync(user.Id, cancellationToken) is { } isLast
            )
            {
                return CommandResult.Refused(isLast);
            }

            context.Remove(member);
            user.RoleRemoved(role);
            await editing.KeepOwnSessionsAsync(user, cancellationToken);
        }

        return CommandResult.Done;
    }
}
