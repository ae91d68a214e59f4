using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Roles;

/// <summary>
/// Finds a role that is to be assigned, removed or changed, and refuses it if it allows more than the actor may do.
/// </summary>
internal sealed class RoleGranting(WriteContext context, CurrentMessage current)
{
    // A bulk action runs these for each user.
    private static readonly Func<WriteContext, string, CancellationToken, Task<Role?>> _role = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, string roleId, CancellationToken _) =>
                context.Set<Role>().Include(role => role.Profile).SingleOrDefault(role => role.Id == roleId)
        )
    );

    private static readonly Func<WriteContext, string, string, IAsyncEnumerable<string?>> _permissions = PerModel.Of(
        () =>
            EF.CompileAsyncQuery(
                (WriteContext context, string roleId, string claimType) =>
                    context
                        .Set<IdentityRoleClaim<string>>()
                        .Where(claim => claim.RoleId == roleId && claim.ClaimType == claimType)
                        .Select(claim => claim.ClaimValue)
            )
    );

    /// <summary>Returns a role, or the reason why it cannot be assigned, removed or changed.</summary>
    public async Task<(Role? Role, Error? Refusal)> FindAsync(string roleId, CancellationToken cancellationToken)
    {
        if (await _role(context, roleId, cancellationToken) is not { Profile: not null } role)
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
    public async Task<IReadOnlyCollection<string>> PermissionsOfAsync(
        string roleId,
        CancellationToken cancellationToken
    )
    {
        var permissions = new HashSet<string>();
        var claimType = Permissions.ClaimTypeIn(context.Layout);
        await foreach (var claimed in _permissions(context, roleId, claimType).WithCancellation(cancellationToken))
        {
            if (claimed is not null && Permissions.Names.Contains(claimed))
            {
                permissions.Add(claimed);
            }
        }

        return permissions;
    }
}
