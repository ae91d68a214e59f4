using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Roles.Queries;

/// <summary>One role; the answer is null if there is no such role.</summary>
/// <param name="RoleId">Key of the role.</param>
[Permission(Permissions.RolesRead)]
public sealed record GetRole(string RoleId) : IQuery<RoleRow>;

internal sealed class GetRoleHandler(ReadContext context) : IQueryHandler<GetRole, RoleRow>
{
    public async Task<Answer<RoleRow>> Handle(GetRole request, CancellationToken cancellationToken) =>
        new() { Value = await context.Roles.SingleOrDefaultAsync(row => row.Id == request.RoleId, cancellationToken) };
}
