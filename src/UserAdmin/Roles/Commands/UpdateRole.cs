using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Roles.Commands;

/// <summary>
/// Changes the name and the description of a role. Only fields that differ from their value at
/// <paramref name="SeenVersion"/> are changed; the others keep their current value, even if somebody else changed it
/// since.
/// </summary>
/// <param name="RoleId">Key of the role.</param>
/// <param name="Name">Unique name, 1 to 100 characters, no commas. Stock applications identify the role by its
/// name.</param>
/// <param name="Description">What it is for, at most 500 characters, or null.</param>
/// <param name="SeenVersion">The <see cref="RoleRow.Version"/> the person saw.</param>
[Permission(Permissions.RolesManage)]
public sealed record UpdateRole(string RoleId, string Name, string? Description, long SeenVersion) : ICommand;

internal sealed class UpdateRoleValidator : AbstractValidator<UpdateRole>
{
    public UpdateRoleValidator()
    {
        RuleFor(command => command.RoleId).MustBeId();
        RuleFor(command => command.Name).MustBeRoleName();
        RuleFor(command => command.Description).MustBeText("description", 500);
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class UpdateRoleHandler(
    WriteContext context,
    RoleGranting granting,
    IRoleMembers members,
    ILookupNormalizer normalizer
) : ICommandHandler<UpdateRole>
{
    public async Task<CommandResult> Handle(UpdateRole request, CancellationToken cancellationToken)
    {
        var (role, refusal) = await granting.FindAsync(request.RoleId, cancellationToken);
        if (role is null)
        {
            return CommandResult.Refused(refusal!);
        }

        KeyValuePair<string, string?>[] wanted =
        [
            new(nameof(request.Name), UserText.Clean(request.Name)),
            new(nameof(request.Description), UserText.Clean(request.Description)),
        ];
        var (set, conflicts) = await FieldMerge.MergeAsync(
            context,
            role.Id,
            request.SeenVersion,
            wanted,
            cancellationToken
        );
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        foreach (var (field, value) in set)
        {
            if (field == nameof(request.Description))
            {
                role.Describe(value);
            }
            else if (value != role.Name)
            {
                if (await RenameRefusalAsync(role, value!, cancellationToken) is { } why)
                {
                    return CommandResult.Refused(why);
                }

                role.Rename(value!, normalizer);
                await members.RotateStampsAsync(role.Id, keepSessions: true, cancellationToken);
            }
        }

        return CommandResult.Done;
    }

    private async Task<Error?> RenameRefusalAsync(Role role, string name, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeName(name);
        return AdministratorRole.IsNamed(role.Name, context.Layout)
                ? RoleErrors.Administrator with
                {
                    Field = nameof(UpdateRole.Name),
                }
            : await context.Roles.AnyAsync(
                other => other.NormalizedName == normalized && other.Id != role.Id,
                cancellationToken
            )
                ? RoleErrors.NameTaken
            : null;
    }
}
