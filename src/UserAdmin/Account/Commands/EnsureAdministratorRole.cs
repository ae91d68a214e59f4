using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Creates the administrators' role if it is missing, and adds the permissions that a newer version of the program has
/// introduced. Sent at every start.
/// </summary>
/// <param name="RoleId">Key for the role if it must be created, made with <see cref="INewKeys"/>.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record EnsureAdministratorRole(string RoleId) : ICommand;

internal sealed class EnsureAdministratorRoleValidator : AbstractValidator<EnsureAdministratorRole>
{
    public EnsureAdministratorRoleValidator(DatabaseLayout layout) =>
        RuleFor(command => command.RoleId).MustBeNewRoleKey(layout);
}

internal sealed class EnsureAdministratorRoleHandler(WriteContext context, ILookupNormalizer normalizer)
    : ICommandHandler<EnsureAdministratorRole>
{
    public async Task<CommandResult> Handle(EnsureAdministratorRole request, CancellationToken cancellationToken)
    {
        var all = Permissions.All.Select(permission => permission.Name).Order(StringComparer.Ordinal).ToList();
        var name = AdministratorRole.NameIn(context.Layout);
        var normalized = normalizer.NormalizeName(name);
        var role = await context
            .Roles.Include(role => role.Profile)
            .SingleOrDefaultAsync(role => role.NormalizedName == normalized, cancellationToken);
        if (role is null)
        {
            role = Role.Create(request.RoleId, name, "May do everything here.", all, normalizer);
            context.Add(role);
            context.AddRange(all.Select(permission => Claim(role.Id, permission)));
            return CommandResult.Done;
        }

        var held = await context
            .RoleClaims.Where(claim =>
                claim.RoleId == role.Id && claim.ClaimType == Permissions.ClaimTypeIn(context.Layout)
            )
            .Select(claim => claim.ClaimValue)
            .ToListAsync(cancellationToken);
        if (role.Profile is null)
        {
            role.Adopt("May do everything here.", all);
            context.AddRange(all.Except(held).Select(permission => Claim(role.Id, permission!)));
            return CommandResult.Done;
        }

        var missing = all.Except(held).Select(permission => permission!).ToList();
        if (missing.Count > 0)
        {
            context.AddRange(missing.Select(permission => Claim(role.Id, permission)));
            role.PermissionsAdded(missing, all);
        }

        return CommandResult.Done;
    }

    private IdentityRoleClaim<string> Claim(string roleId, string permission) =>
        new()
        {
            RoleId = roleId,
            ClaimType = Permissions.ClaimTypeIn(context.Layout),
            ClaimValue = permission,
        };
}
