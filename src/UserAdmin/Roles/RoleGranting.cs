using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Roles;

/// <summary>
/// Finds a role that is to be given, taken or changed, and refuses one that allows more than the actor may do.
/// </summary>
internal sealed class RoleGranting(WriteContext context, CurrentMessage current)
{
    public async Task<(Role? Role, Error? Refusal)> FindAsync(string roleId, CancellationToken cancellationToken)
    {
        if (
            await context
                .Roles.Include(role => role.Profile)
                .SingleOrDefaultAsync(role => role.Id == roleId, cancellationToken)
            is not { Profile: not null } role
        )
        {
            return (null, RoleErrors.NotFound);
        }

        return (await PermissionsOfAsync(roleId, cancellationToken)).All(current.Access.Permissions.Contains)
            ? (role, null)
            : (null, RoleErrors.GrantsMore);
    }

    /// <summary>What the role allows here.</summary>
    public Task<List<string>> PermissionsOfAsync(string roleId, CancellationToken cancellationToken) =>
        context
            .RoleClaims.Where(claim =>
                claim.RoleId == roleId
                && claim.ClaimType == Permissions.ClaimType
                && Permissions.Names.Contains(claim.ClaimValue)
            )
            .Select(claim => claim.ClaimValue!)
            .Distinct()
            .ToListAsync(cancellationToken);
}
