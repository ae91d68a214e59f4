using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>Lists the claims of one user, by type and value.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersClaims)]
public sealed record ListUserClaims(string UserId) : IQuery<Page<UserClaimRow>>;

internal sealed class ListUserClaimsHandler(ReadContext context) : IQueryHandler<ListUserClaims, Page<UserClaimRow>>
{
    public async Task<Answer<Page<UserClaimRow>>> Handle(ListUserClaims request, CancellationToken cancellationToken)
    {
        var rows = await context
            .UserClaims.Where(row => row.UserId == request.UserId)
            .OrderBy(row => row.ClaimType)
            .ThenBy(row => row.Value)
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<UserClaimRow>(rows, rows.Count) };
    }
}
