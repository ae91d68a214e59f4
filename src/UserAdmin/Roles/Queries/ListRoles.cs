using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Roles.Queries;

/// <summary>All roles, by name.</summary>
[Permission(Permissions.RolesRead)]
public sealed record ListRoles : IQuery<Page<RoleRow>>;

internal sealed class ListRolesHandler(ReadContext context) : IQueryHandler<ListRoles, Page<RoleRow>>
{
    public async Task<Answer<Page<RoleRow>>> Handle(ListRoles request, CancellationToken cancellationToken)
    {
        var roles = await context.Roles.OrderBy(row => row.Name).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return new() { Value = new Page<RoleRow>(roles, roles.Count) };
    }
}
