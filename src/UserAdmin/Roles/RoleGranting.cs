using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Roles;

/// <summary>
/// Finds a role that is to be assigned, removed or changed, and refuses it if it allows more than the actor may do.
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
            return (null, Refusal(null, current.Access.Permissions));
        }

        var refusal = Refusal(await PermissionsOfAsync(roleId, cancellationToken), current.Access.Permissions);
        return refusal is null ? (role, null) : (null, refusal);
    }

    /// <summary>Returns the reason why a role cannot be assigned, removed or changed, or null.</summary>
    /// <param name="allows">The role's permissions; null if there is no such role.</param>
    /// <param name="may">The actor's permissions.</param>
    public static Error? Refusal(IEnumerable<string>? allows, IReadOnlySet<string> may) =>
        allows is null ? RoleErrors.NotFound
        : allows.All(may.Contains) ? null
        : RoleErrors.GrantsMore;

    /// <summary>Returns the permissions that the role grants in this program.</summary>
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
