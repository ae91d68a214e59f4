using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <inheritdoc/>
internal sealed class RoleMembers(WriteContext context, CurrentMessage current) : IRoleMembers
{
    public Task<List<RoleMember>> FindAsync(string roleId, string? otherRoleId, CancellationToken cancellationToken) =>
        context
            .UserRoles.Where(member => member.RoleId == roleId)
            .OrderBy(member => member.UserId)
            .Take(IRoleMembers.MostAtOnce + 1)
            .Select(member => new RoleMember(
                member.UserId,
                context.Set<UserProfile>().Any(profile => profile.UserId == member.UserId),
                context
                    .Set<IdentityUserRole<string>>()
                    .Any(other => other.UserId == member.UserId && other.RoleId == otherRoleId)
            ))
            .ToListAsync(cancellationToken);

    public async Task<int> CountHoldingMoreAsync(string roleId, CancellationToken cancellationToken)
    {
        var lacked = Permissions.All.Select(permission => permission.Name).Except(current.Access.Permissions).ToList();
        if (lacked.Count == 0)
        {
            return 0;
        }

        var actorId = current.Context.Actor.Id;
        return await (
            from member in context.UserRoles
            where member.RoleId == roleId && member.UserId != actorId
            join other in context.UserRoles on member.UserId equals other.UserId
            join claim in context.RoleClaims on other.RoleId equals claim.RoleId
            where claim.ClaimType == Permissions.ClaimTypeIn(context.Layout) && lacked.Contains(claim.ClaimValue!)
            select member.UserId
        )
            .Distinct()
            .CountAsync(cancellationToken);
    }

    public async Task RotateStampsAsync(string roleId, bool keepSessions, CancellationToken cancellationToken)
    {
        var (stamp, concurrency, actorId) = (NewStamp(), NewStamp(), current.Context.Actor.Id);
        // A session whose stamp differs from the account's has ended and must stay ended, so only sessions with the
        // current stamp get the new one.
        await context
            .UserSessions.Where(session =>
                (keepSessions || session.UserId == actorId)
                && context
                    .Set<IdentityUserRole<string>>()
                    .Any(member => member.RoleId == roleId && member.UserId == session.UserId)
                && context
                    .Set<User>()
                    .Any(user => user.Id == session.UserId && user.SecurityStamp == session.SecurityStamp)
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(
                        session => session.SecurityStamp,
                        session =>
                            stamp
                            + context
                                .Set<User>()
                                .Where(user => user.Id == session.UserId)
                                .Select(user => user.NormalizedUserName ?? "")
                                .First()
                    ),
                cancellationToken
            );
        await context
            .Users.Where(user =>
                context
                    .Set<IdentityUserRole<string>>()
                    .Any(member => member.RoleId == roleId && member.UserId == user.Id)
            )
            // The user name makes each member's stamp unique; Identity derives one-time codes from it. The key may be a
            // number or a UUID in the database, which no text can be added to.
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(user => user.SecurityStamp, user => stamp + (user.NormalizedUserName ?? ""))
                        .SetProperty(
                            user => user.ConcurrencyStamp,
                            user => concurrency + (user.NormalizedUserName ?? "")
                        ),
                cancellationToken
            );
    }

    public Task<int> MoveAsync(string roleId, string toRoleId, CancellationToken cancellationToken) =>
        context
            .UserRoles.Where(member =>
                member.RoleId == roleId
                && !context
                    .Set<IdentityUserRole<string>>()
                    .Any(other => other.UserId == member.UserId && other.RoleId == toRoleId)
            )
            .ExecuteUpdateAsync(set => set.SetProperty(member => member.RoleId, toRoleId), cancellationToken);

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}
