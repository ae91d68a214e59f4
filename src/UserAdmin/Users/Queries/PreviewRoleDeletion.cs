using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>Previews what deleting a role would do; the answer is null if there is no such role.</summary>
/// <param name="RoleId">Key of the role.</param>
/// <param name="MoveMembersTo">Key of the role that the members would get instead, or null for none.</param>
[Permission(Permissions.RolesManage)]
public sealed record PreviewRoleDeletion(string RoleId, string? MoveMembersTo) : IQuery<RoleDeletionPreview>;

/// <summary>What deleting a role would do.</summary>
/// <param name="Members">How many users would lose the role.</param>
/// <param name="AlreadyHold">How many of them already hold the other role.</param>
/// <param name="BlockedCount">How many members hold permissions that the actor lacks. If there are any, the role cannot
/// be deleted.</param>
/// <param name="Blocked">The first 100 of those members, by name.</param>
/// <param name="Obstacle">A sentence that says why the role cannot be deleted, or null if it can.</param>
public sealed record RoleDeletionPreview(
    int Members,
    int AlreadyHold,
    int BlockedCount,
    IReadOnlyList<BlockedMember> Blocked,
    string? Obstacle
);

/// <summary>A member because of whom a role cannot be deleted.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Because">A sentence that says why.</param>
public sealed record BlockedMember(string UserId, string DisplayName, string Because);

internal sealed class PreviewRoleDeletionHandler(
    ReadContext context,
    IAttachedDatabase database,
    CurrentMessage current
) : IQueryHandler<PreviewRoleDeletion, RoleDeletionPreview>
{
    private const int MostNamed = 100;

    public async Task<Answer<RoleDeletionPreview>> Handle(
        PreviewRoleDeletion request,
        CancellationToken cancellationToken
    )
    {
        var roles = await context.Roles.ToDictionaryAsync(role => role.Id, cancellationToken);
        if (!roles.TryGetValue(request.RoleId, out var role))
        {
            return new();
        }

        var target = request.MoveMembersTo is { } id ? roles.GetValueOrDefault(id) : null;
        var members = context.UserRoles.Where(member => member.RoleId == role.Id);
        var count = await members.CountAsync(cancellationToken);
        var alreadyHold = target is null
            ? 0
            : await members.CountAsync(
                member =>
                    context.Set<UserRoleRow>().Any(other => other.UserId == member.UserId && other.RoleId == target.Id),
                cancellationToken
            );
        var above = roles.Values.Where(AllowsMore).ToList();
        var aboveIds = above.Select(other => other.Id).ToList();
        var actorId = current.Context.Actor.Id;
        var blocked = members.Where(member =>
            member.UserId != actorId
            && context.Set<UserRoleRow>().Any(other => other.UserId == member.UserId && aboveIds.Contains(other.RoleId))
        );
        var blockedCount = above.Count == 0 ? 0 : await blocked.CountAsync(cancellationToken);
        return new()
        {
            Value = new RoleDeletionPreview(
                count,
                alreadyHold,
                blockedCount,
                blockedCount == 0 ? [] : await NamedAsync(blocked, above, cancellationToken),
                Obstacle(role, request.MoveMembersTo, target, count, blockedCount)
            ),
        };
    }

    private string? Obstacle(RoleRow role, string? wantedTarget, RoleRow? target, int count, int blocked) =>
        role.IsAdministratorIn(database) ? RoleErrors.Administrator.Message
        : AllowsMore(role) ? RoleErrors.GrantsMore.Message
        : wantedTarget is not null && target is null
            ? "The role that the members would get instead no longer exists. Choose another one."
        : target is not null && AllowsMore(target)
            ? $"{target.Name} allows more than you may do yourself, so you cannot give it. Choose another role."
        : count > IRoleMembers.MostAtOnce ? RoleErrors.TooManyMembers.Message
        : blocked > 0 ? RoleErrors.MembersHoldMore(blocked).Message
        : null;

    private bool AllowsMore(RoleRow role) => !role.PermissionNames.All(current.Access.Permissions.Contains);

    private async Task<List<BlockedMember>> NamedAsync(
        IQueryable<UserRoleRow> blocked,
        List<RoleRow> above,
        CancellationToken cancellationToken
    )
    {
        var first = await blocked
            .Join(context.Users, member => member.UserId, user => user.Id, (_, user) => user)
            .OrderBy(user => user.DisplayName)
            .ThenBy(user => user.Id)
            .Take(MostNamed)
            .Select(user => new { user.Id, user.DisplayName })
            .ToListAsync(cancellationToken);
        var (ids, roleIds) = (first.Select(user => user.Id).ToList(), above.Select(role => role.Id).ToList());
        var held = (
            await context
                .UserRoles.Where(member => ids.Contains(member.UserId) && roleIds.Contains(member.RoleId))
                .ToListAsync(cancellationToken)
        ).ToLookup(member => member.UserId, member => member.RoleName);
        return
        [
            .. first.Select(user => new BlockedMember(
                user.Id,
                user.DisplayName,
                $"Also holds {string.Join(", ", held[user.Id].Order(StringComparer.Ordinal))}, which allows "
                    + $"more than you may do."
            )),
        ];
    }
}
