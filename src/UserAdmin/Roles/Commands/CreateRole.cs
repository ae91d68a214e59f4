using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;

namespace UserAdmin.Roles.Commands;

/// <summary>Creates a role.</summary>
/// <param name="RoleId">Key of the new role, made by the sender with <see cref="INewKeys"/>.</param>
/// <param name="Name">Unique name, 1 to 100 characters, no commas.</param>
/// <param name="Description">What it is for, at most 500 characters, or null.</param>
/// <param name="RolePermissions">The role's permissions: names from <see cref="Permissions"/>, none that the actor
/// lacks.</param>
[Permission(Permissions.RolesManage)]
public sealed record CreateRole(string RoleId, string Name, string? Description, IReadOnlyList<string> RolePermissions)
    : ICommand;

internal sealed class CreateRoleValidator : AbstractValidator<CreateRole>
{
    public CreateRoleValidator(DatabaseLayout layout)
    {
        RuleFor(command => command.RoleId).MustBeNewRoleKey(layout);
        RuleFor(command => command.Name).MustBeRoleName();
        RuleFor(command => command.Description).MustBeText("description", 500);
        RuleFor(command => command.RolePermissions).MustBePermissions();
    }
}

internal sealed class CreateRoleHandler(WriteContext context, CurrentMessage current, ILookupNormalizer normalizer)
    : ICommandHandler<CreateRole>
{
    public async Task<CommandResult> Handle(CreateRole request, CancellationToken cancellationToken)
    {
        var name = UserText.Clean(request.Name)!;
        var normalized = normalizer.NormalizeName(name);
        if (!request.RolePermissions.All(current.Access.Permissions.Contains))
        {
            return CommandResult.Refused(RoleErrors.GrantsMore with { Field = nameof(request.RolePermissions) });
        }

        if (await context.Roles.AnyAsync(role => role.Id == request.RoleId, cancellationToken))
        {
            return CommandResult.Refused(RoleErrors.IdTaken);
        }

        if (await context.Roles.AnyAsync(role => role.NormalizedName == normalized, cancellationToken))
        {
            return CommandResult.Refused(RoleErrors.NameTaken);
        }

        var permissions = request.RolePermissions.Distinct().Order(StringComparer.Ordinal).ToList();
        context.Add(Role.Create(request.RoleId, name, UserText.Clean(request.Description), permissions, normalizer));
        context.AddRange(
            permissions.Select(permission => new IdentityRoleClaim<string>
            {
                RoleId = request.RoleId,
                ClaimType = Permissions.ClaimTypeIn(context.Layout),
                ClaimValue = permission,
            })
        );
        return CommandResult.Done;
    }
}
