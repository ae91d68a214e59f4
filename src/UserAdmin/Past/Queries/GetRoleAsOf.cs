using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Past.Queries;

/// <summary>
/// Gets one role as it was at a moment, without its members; the answer is null if there never was such a role. The
/// sender needs <see cref="Permissions.RolesRead"/> too.
/// </summary>
/// <param name="RoleId">Key of the role.</param>
/// <param name="Moment">The moment; null for now.</param>
[Permission(Permissions.AuditRead)]
public sealed record GetRoleAsOf(string RoleId, PastMoment? Moment = null) : IQuery<RoleState>;

internal sealed class GetRoleAsOfHandler(PastStates past, CurrentMessage current)
    : IQueryHandler<GetRoleAsOf, RoleState>
{
    public async Task<Answer<RoleState>> Handle(GetRoleAsOf request, CancellationToken cancellationToken) =>
        current.Access.Permissions.Contains(Permissions.RolesRead)
            ? new()
            {
                Value = await past.OfRoleAsync(request.RoleId, request.Moment ?? PastMoment.Now, cancellationToken),
            }
            : new() { Refusal = MessagingErrors.NotPermitted(Permissions.RolesRead) };
}
