using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>Lists the external accounts that one user signs in with, by provider.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListExternalLogins(string UserId) : IQuery<Page<ExternalLoginRow>>;

internal sealed class ListExternalLoginsHandler(ReadContext context)
    : IQueryHandler<ListExternalLogins, Page<ExternalLoginRow>>
{
    public async Task<Answer<Page<ExternalLoginRow>>> Handle(
        ListExternalLogins request,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .ExternalLogins.Where(row => row.UserId == request.UserId)
            .OrderBy(row => row.ProviderName)
            .ThenBy(row => row.ProviderKey)
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<ExternalLoginRow>(rows, rows.Count) };
    }
}
