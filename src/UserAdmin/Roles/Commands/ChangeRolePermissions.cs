using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Roles.Commands;

/// <summary>
/// Changes the permissions of a role. Each permission is merged on its own: only differences from
/// <paramref name="SeenVersion"/> are added or removed; changes that somebody else made since then stay.
/// </summary>
/// <param name="RoleId">Key of the role.</param>
/// <param name="RolePermissions">The wanted permissions: names from <see cref="Permissions"/>. The actor may add only
/// permissions that they hold.</param>
/// <param name="SeenVersion">The <see cref="RoleRow.Version"/> the person saw.</param>
[Permission(Permissions.RolesManage)]
public sealed record ChangeRolePermissions(string RoleId, IReadOnlyList<string> RolePermissions, long SeenVersion)
    : ICommand;

internal sealed class ChangeRolePermissionsValidator : AbstractValidator<ChangeRolePermissions>
{
    public ChangeRolePermissionsValidator()
    {
        RuleFor(command => command.RoleId).MustBeId();
        RuleFor(command => command.RolePermissions).MustBePermissions();
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class ChangeRolePermissionsHandler(
    WriteContext context,
    RoleGranting granting,
    IRoleMembers members,
    CurrentMessage current
) : ICommandHandler<ChangeRolePermissions>
{
    public async Task<CommandResult> Handle(ChangeRolePermissions request, CancellationToken cancellationToken)
    {
        var (role, refusal) = await granting.FindAsync(request.RoleId, cancellationToken);
        if (role is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var held = await granting.PermissionsOfAsync(role.Id, cancellationToken);
        var seen = await SeenAsync(role.Id, held, request.SeenVersion, cancellationToken);
        var added = request.RolePermissions.Except(seen).Except(held).Order(StringComparer.Ordinal).ToList();
        var removed = seen.Except(request.RolePermissions).Intersect(held).Order(StringComparer.Ordinal).ToList();
        if (!added.All(current.Access.Permissions.Contains))
        {
            return CommandResult.Refused(RoleErrors.GrantsMore with { Field = nameof(request.RolePermissions) });
        }

        if (AdministratorRole.IsNamed(role.Name, context.Layout) && removed.Count > 0)
        {
            return CommandResult.Refused(RoleErrors.Administrator with { Field = nameof(request.RolePermissions) });
        }

        if (removed.Count > 0 && await members.CountHoldingMoreAsync(role.Id, cancellationToken) is > 0 and var count)
        {
            return CommandResult.Refused(
                RoleErrors.MembersHoldMore(count) with
                {
                    Field = nameof(request.RolePermissions),
                }
            );
        }

        var claimType = Permissions.ClaimTypeIn(context.Layout);
        if (added.Count + removed.Count > 0)
        {
            context.AddRange(
                added.Select(permission => new IdentityRoleClaim<string>
                {
                    RoleId = role.Id,
                    ClaimType = claimType,
                    ClaimValue = permission,
                })
            );
            role.PermissionsChanged(
                added,
                removed,
                [.. held.Union(added).Except(removed).Order(StringComparer.Ordinal)]
            );
        }

        if (removed.Count > 0)
        {
            await context
                .RoleClaims.Where(claim =>
                    claim.RoleId == role.Id && claim.ClaimType == claimType && removed.Contains(claim.ClaimValue!)
                )
                .ExecuteDeleteAsync(cancellationToken);
            await members.RotateStampsAsync(role.Id, keepSessions: true, cancellationToken);
        }

        return CommandResult.Done;
    }

    /// <summary>
    /// Returns the role's permissions at the version that the person saw: its current ones, with all later changes
    /// undone.
    /// </summary>
    private async Task<HashSet<string>> SeenAsync(
        string roleId,
        IEnumerable<string> held,
        long version,
        CancellationToken cancellationToken
    )
    {
        var since = new List<IEvent>();
        await foreach (var (_, @event) in SubjectEvents.SinceAsync(context, roleId, version, cancellationToken))
        {
            since.Add(@event);
        }

        var seen = held.ToHashSet();
        foreach (var change in Enumerable.Reverse(since))
        {
            var (added, removed) = change switch
            {
                RolePermissionsChanged both => (both.Added, both.Removed),
                RolePermissionsAdded addition => (addition.Added, []),
                _ => ([], []),
            };
            seen.ExceptWith(added);
            seen.UnionWith(removed);
        }

        return seen;
    }
}
