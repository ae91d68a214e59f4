using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Sets the id that the calling application knows a role by (SCIM <c>externalId</c> of a group). Each application has
/// its own ids, and they need not be unique (RFC 7643, section 3.1).
/// </summary>
/// <param name="RoleId">Key of the role.</param>
/// <param name="ExternalId">The id, at most 255 characters, case exact; null for none.</param>
[Permission(Permissions.RolesManage)]
public sealed record SetRoleExternalId(string RoleId, string? ExternalId) : ICommand;

internal sealed class SetRoleExternalIdValidator : AbstractValidator<SetRoleExternalId>
{
    public SetRoleExternalIdValidator()
    {
        RuleFor(command => command.RoleId).MustBeId();
        RuleFor(command => command.ExternalId).MustBeText("external id", ClientIds.MaxLength);
    }
}

internal sealed class SetRoleExternalIdHandler(RoleGranting granting, CurrentMessage current)
    : ICommandHandler<SetRoleExternalId>
{
    public async Task<CommandResult> Handle(SetRoleExternalId request, CancellationToken cancellationToken)
    {
        if (current.Context.Actor.ApplicationId is not { } application)
        {
            return CommandResult.Refused(ApplicationErrors.OnlyApplications);
        }

        var (role, refusal) = await granting.FindAsync(request.RoleId, cancellationToken);
        if (role is null)
        {
            return CommandResult.Refused(refusal!);
        }

        role.SetExternalId(application, UserText.CleanKey(request.ExternalId));
        return CommandResult.Done;
    }
}
