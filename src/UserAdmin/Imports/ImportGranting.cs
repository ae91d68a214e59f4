using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Imports;

/// <summary>Checks whether the actor may do what an import does: create users, change them, give them roles.</summary>
internal sealed class ImportGranting(RoleGranting granting, CurrentMessage current)
{
    /// <summary>
    /// Returns the roles to give, or the reason why the actor may not do everything that the options say.
    /// </summary>
    public async Task<(IReadOnlyList<Role> Roles, Error? Refusal)> FindAsync(
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var missing = new[]
        {
            options.Creates ? Permissions.UsersCreate : null,
            options.Updates ? Permissions.UsersEdit : null,
            options.RoleIds.Count > 0 ? Permissions.RolesAssign : null,
        }.FirstOrDefault(permission => permission is not null && !current.Access.Permissions.Contains(permission));
        return missing is not null
            ? ([], MessagingErrors.NotPermitted(missing))
            : await FindRolesAsync(options, cancellationToken);
    }

    /// <summary>Returns the roles to give, or the reason why the actor may not give one of them.</summary>
    public async Task<(IReadOnlyList<Role> Roles, Error? Refusal)> FindRolesAsync(
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options.RoleIds.Count > 0 && !current.Access.Permissions.Contains(Permissions.RolesAssign))
        {
            return ([], MessagingErrors.NotPermitted(Permissions.RolesAssign));
        }

        var roles = new List<Role>();
        foreach (var roleId in options.RoleIds)
        {
            var (role, refusal) = await granting.FindAsync(roleId, cancellationToken);
            if (role is null)
            {
                return ([], refusal! with { Field = nameof(options.RoleIds) });
            }

            roles.Add(role);
        }

        return (roles, null);
    }
}
