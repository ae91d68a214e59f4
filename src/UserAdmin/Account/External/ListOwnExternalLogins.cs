using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.External;

/// <summary>Lists the external logins of one's own account, oldest first.</summary>
[Permission(PermissionAttribute.AnyUser)]
public sealed record ListOwnExternalLogins : IQuery<IReadOnlyList<ExternalLoginRow>>;

internal sealed class ListOwnExternalLoginsHandler(ReadContext context, CurrentMessage current)
    : IQueryHandler<ListOwnExternalLogins, IReadOnlyList<ExternalLoginRow>>
{
    public async Task<Answer<IReadOnlyList<ExternalLoginRow>>> Handle(
        ListOwnExternalLogins request,
        CancellationToken cancellationToken
    )
    {
        var userId = current.Context.Actor.Id;
        return new()
        {
            Value = await context
                .ExternalLogins.Where(row => row.UserId == userId)
                .OrderBy(row => row.AddedAt)
                .ThenBy(row => row.Provider)
                .ThenBy(row => row.ProviderKey)
                .ToListAsync(cancellationToken),
        };
    }
}
