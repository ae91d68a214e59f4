using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Gives a role to a user. Nobody can give a role with permissions that they do not hold themselves.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="RoleId">Key of the role.</param>
[Permission(Permissions.RolesAssign)]
public sealed record AssignRole(string UserId, string RoleId) : ICommand;

internal sealed class AssignRoleValidator : AbstractValidator<AssignRole>
{
    public AssignRoleValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.RoleId).MustBeId();
    }
}

internal sealed class AssignRoleHandler(WriteContext context, UserEditing editing, RoleGranting granting)
    : ICommandHandler<AssignRole>
{
    public async Task<CommandResult> Handle(AssignRole request, CancellationToken cancellationToken)
    {
        var (role, roleRefusal) = await granting.FindAsync(request.RoleId, cancellationToken);
        var (user, userRefusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (role is null || user is null)
        {
            return CommandResult.Refused(userRefusal ?? roleRefusal!);
        }

        if (!await UserQueries.HoldsRole(context, user.Id, role.Id, cancellationToken))
        {
            context.Add(new IdentityUserRole<string> { UserId = user.Id, RoleId = role.Id });
            user.RoleAssigned(role);
        }

        return CommandResult.Done;
    }
}
