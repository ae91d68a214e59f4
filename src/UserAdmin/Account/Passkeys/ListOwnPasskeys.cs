using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>Lists one's own passkeys, oldest first.</summary>
[Permission(PermissionAttribute.AnyUser)]
public sealed record ListOwnPasskeys : IQuery<IReadOnlyList<PasskeyRow>>;

internal sealed class ListOwnPasskeysHandler(ReadContext context, CurrentMessage current)
    : IQueryHandler<ListOwnPasskeys, IReadOnlyList<PasskeyRow>>
{
    public async Task<Answer<IReadOnlyList<PasskeyRow>>> Handle(
        ListOwnPasskeys request,
        CancellationToken cancellationToken
    )
    {
        var userId = current.Context.Actor.Id;
        return new()
        {
            Value = await context
                .Passkeys.Where(row => row.UserId == userId)
                .OrderBy(row => row.AddedAt)
                .ThenBy(row => row.PasskeyId)
                .ToListAsync(cancellationToken),
        };
    }
}
