using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Roles.Queries;

/// <summary>The roles of one user, by name, with the person who gave each and when.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUserRoles(string UserId) : IQuery<Page<UserRoleRow>>;

internal sealed class ListUserRolesHandler(ReadContext context) : IQueryHandler<ListUserRoles, Page<UserRoleRow>>
{
    public async Task<Answer<Page<UserRoleRow>>> Handle(ListUserRoles request, CancellationToken cancellationToken)
    {
        var roles = await context
            .UserRoles.Where(row => row.UserId == request.UserId)
            .OrderBy(row => row.RoleName)
            .ThenBy(row => row.RoleId)
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<UserRoleRow>(roles, roles.Count) };
    }
}
