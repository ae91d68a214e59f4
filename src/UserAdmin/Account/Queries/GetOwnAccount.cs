using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Queries;

/// <summary>Gets the sender's own account.</summary>
[Permission(PermissionAttribute.SigningIn)]
public sealed record GetOwnAccount : IQuery<UserRow>;

internal sealed class GetOwnAccountHandler(ReadContext context, CurrentMessage current)
    : IQueryHandler<GetOwnAccount, UserRow>
{
    public async Task<Answer<UserRow>> Handle(GetOwnAccount request, CancellationToken cancellationToken)
    {
        var userId = current.Context.Actor.Id;
        return new() { Value = await context.Users.SingleOrDefaultAsync(row => row.Id == userId, cancellationToken) };
    }
}
