using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>Lists the passkeys of one user, by name.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUserPasskeys(string UserId) : IQuery<Page<PasskeyRow>>;

internal sealed class ListUserPasskeysHandler(ReadContext context) : IQueryHandler<ListUserPasskeys, Page<PasskeyRow>>
{
    public async Task<Answer<Page<PasskeyRow>>> Handle(ListUserPasskeys request, CancellationToken cancellationToken)
    {
        var rows = await context
            .Passkeys.Where(row => row.UserId == request.UserId)
            .OrderBy(row => row.Name)
            .ThenBy(row => row.PasskeyId)
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<PasskeyRow>(rows, rows.Count) };
    }
}
