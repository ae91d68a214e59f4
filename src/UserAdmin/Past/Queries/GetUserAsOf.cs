using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Past.Queries;

/// <summary>
/// Gets one account as it was at a moment; the answer is null if there never was such an account. The sender needs
/// <see cref="Permissions.UsersRead"/> too, and <see cref="Permissions.UsersClaims"/> to see the claims.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Moment">The moment; null for now.</param>
[Permission(Permissions.AuditRead)]
public sealed record GetUserAsOf(string UserId, PastMoment? Moment = null) : IQuery<AccountState>;

internal sealed class GetUserAsOfHandler(PastStates past, CurrentMessage current)
    : IQueryHandler<GetUserAsOf, AccountState>
{
    public async Task<Answer<AccountState>> Handle(GetUserAsOf request, CancellationToken cancellationToken)
    {
        if (!current.Access.Permissions.Contains(Permissions.UsersRead))
        {
            return new() { Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead) };
        }

        var state = await past.OfAccountAsync(request.UserId, request.Moment ?? PastMoment.Now, cancellationToken);
        return new()
        {
            Value =
                state is null || current.Access.Permissions.Contains(Permissions.UsersClaims)
                    ? state
                    : state with
                    {
                        Claims = null,
                    },
        };
    }
}
