using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;

namespace UserAdmin.Roles.Commands;

/// <summary>
/// Deletes a role. Its members lose it, or get another role instead; this is recorded in each member's history. Refused
/// if a member holds more permissions than the actor, or if the role has more than 10,000 members.
/// </summary>
/// <param name="RoleId">Key of the role.</param>
/// <param name="MoveMembersTo">Key of the role that its members get instead, or null for none.</param>
[Permission(Permissions.RolesManage)]
public sealed record DeleteRole(string RoleId, string? MoveMembersTo) : ICommand;

internal sealed class DeleteRoleValidator : AbstractValidator<DeleteRole>
{
    public DeleteRoleValidator()
    {
        RuleFor(command => command.RoleId).MustBeId();
        RuleFor(command => command.MoveMembersTo)
            .Must(id => id is null or { Length: > 0 and <= 450 })
            .Coded("id.missing", "Say which role the members get: its id is missing.")
            .Must((command, id) => id is null || id != command.RoleId)
            .Coded("roles.move-to-itself", "Choose another role than the one that is deleted.");
    }
}

internal sealed class DeleteRoleHandler(
    WriteContext context,
    RoleGranting granting,
    IRoleMembers members,
    CurrentMessage current
) : ICommandHandler<DeleteRole>
{
    public async Task<CommandResult> Handle(DeleteRole request, CancellationToken cancellationToken)
    {
        var (role, refusal) = await granting.FindAsync(request.RoleId, cancellationToken);
        var (target, targetRefusal) = request.MoveMembersTo is { } targetId
            ? await granting.FindAsync(targetId, cancellationToken)
            : default;
        if (role is null || targetRefusal is not null)
        {
            return CommandResult.Refused(refusal ?? targetRefusal! with { Field = nameof(request.MoveMembersTo) });
        }

        if (AdministratorRole.IsNamed(role.Name, context.Layout))
        {
            return CommandResult.Refused(RoleErrors.Administrator);
        }

        var all = await members.FindAsync(role.Id, target?.Id, cancellationToken);
        if (all.Count > IRoleMembers.MostAtOnce)
        {
            return CommandResult.Refused(RoleErrors.TooManyMembers);
        }

        if (all.Count > 0 && !current.Access.Permissions.Contains(Permissions.RolesAssign))
        {
            // Deleting the role takes it from people, or gives them another one.
            return CommandResult.Refused(MessagingErrors.NotPermitted(Permissions.RolesAssign));
        }

        if (await members.CountHoldingMoreAsync(role.Id, cancellationToken) is > 0 and var count)
        {
            return CommandResult.Refused(RoleErrors.MembersHoldMore(count));
        }

        await members.RotateStampsAsync(role.Id, keepSessions: false, cancellationToken);
        if (target is not null)
        {
            await members.MoveAsync(role.Id, target.Id, cancellationToken);
        }

        // Accounts created by a stock application lose the role too, but they are not in the log.
        var known = all.Where(member => member.IsKnown).ToList();
        role.Deleted(
            known.Select(member => member.UserId),
            known.Where(member => !member.HoldsOther).Select(member => member.UserId).ToHashSet(),
            target
        );
        // Memberships and claims are deleted too: the stock tables cascade, unless they are those of an application.
        await DependentRows.DeleteAsync(context, typeof(Role), role.Id, cancellationToken);
        context.Remove(role);
        return CommandResult.Done;
    }
}
