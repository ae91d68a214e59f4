using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Roles;

/// <summary>
/// The members of one role all at once: a role may have very many, and a statement over all of them costs the same as
/// one.
/// </summary>
internal sealed class RoleMembers(WriteContext context, CurrentMessage current)
{
    /// <summary>
    /// Most members a role may have to be deleted in one go: each leaves up to two events, in one transaction that
    /// other writers wait for.
    /// </summary>
    public const int MostAtOnce = 10_000;

    /// <summary>The members; one more than <see cref="MostAtOnce"/> at most.</summary>
    /// <param name="roleId">The role.</param>
    /// <param name="otherRoleId">A role that they may hold as well, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<List<RoleMember>> FindAsync(string roleId, string? otherRoleId, CancellationToken cancellationToken) =>
        context
            .UserRoles.Where(member => member.RoleId == roleId)
            .OrderBy(member => member.UserId)
            .Take(MostAtOnce + 1)
            .Select(member => new RoleMember(
                member.UserId,
                context.UserProfiles.Any(profile => profile.UserId == member.UserId),
                context.UserRoles.Any(other => other.UserId == member.UserId && other.RoleId == otherRoleId)
            ))
            .ToListAsync(cancellationToken);

    /// <summary>How many members other than the actor hold a permission that the actor lacks.</summary>
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
            where claim.ClaimType == Permissions.ClaimType && lacked.Contains(claim.ClaimValue!)
            select member.UserId
        )
            .Distinct()
            .CountAsync(cancellationToken);
    }

    /// <summary>
    /// Gives every member a new security stamp, so that stock applications, whose cookies hold roles and their claims,
    /// ask again.
    /// </summary>
    /// <param name="roleId">The role.</param>
    /// <param name="keepSessions">Whether sessions here stay open: what they permit is read from the roles for every
    /// message. The actor's own always do.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task RotateStampsAsync(string roleId, bool keepSessions, CancellationToken cancellationToken)
    {
        var (stamp, concurrency, actorId) = (NewStamp(), NewStamp(), current.Context.Actor.Id);
        // A session with another stamp than the account's has ended, and must not come back to life.
        await context
            .UserSessions.Where(session =>
                (keepSessions || session.UserId == actorId)
                && context.UserRoles.Any(member => member.RoleId == roleId && member.UserId == session.UserId)
                && context.Users.Any(user => user.Id == session.UserId && user.SecurityStamp == session.SecurityStamp)
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(session => session.SecurityStamp, session => stamp + session.UserId),
                cancellationToken
            );
        await context
            .Users.Where(user => context.UserRoles.Any(member => member.RoleId == roleId && member.UserId == user.Id))
            // The id makes each member's their own: Identity derives one-time codes from it.
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(user => user.SecurityStamp, user => stamp + user.Id)
                        .SetProperty(user => user.ConcurrencyStamp, user => concurrency + user.Id),
                cancellationToken
            );
    }

    /// <summary>Puts the members of one role into another; those who hold both keep both.</summary>
    public Task<int> MoveAsync(string roleId, string toRoleId, CancellationToken cancellationToken) =>
        context
            .UserRoles.Where(member =>
                member.RoleId == roleId
                && !context.UserRoles.Any(other => other.UserId == member.UserId && other.RoleId == toRoleId)
            )
            .ExecuteUpdateAsync(set => set.SetProperty(member => member.RoleId, toRoleId), cancellationToken);

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}

/// <summary>One member of a role.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="IsKnown">Whether the log knows the account; a stock application's own is not.</param>
/// <param name="HoldsOther">Whether it holds the other role as well.</param>
internal sealed record RoleMember(string UserId, bool IsKnown, bool HoldsOther);
