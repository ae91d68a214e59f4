using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Roles.Queries;

/// <summary>A page of those who hold a role, by name.</summary>
/// <param name="RoleId">Key of the role.</param>
/// <param name="PageNumber">From 1; a page past the end is empty.</param>
/// <param name="PageSize">1 to 200.</param>
/// <param name="Search">Words to find, as in <see cref="ListUsers"/>; empty for all.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListRoleMembers(string RoleId, int PageNumber = 1, int PageSize = 20, string? Search = null) : IQuery<Page<RoleMemberRow>>;

/// <summary>One user who holds a role.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="DisplayName">Name as people read it.</param>
/// <param name="Email">Address.</param>
/// <param name="GrantedBy">Who gave the role.</param>
/// <param name="GrantedAt">When.</param>
public sealed record RoleMemberRow(string UserId, string DisplayName, string Email, string GrantedBy, DateTimeOffset GrantedAt);

internal sealed class ListRoleMembersHandler(ReadContext context) : IQueryHandler<ListRoleMembers, Page<RoleMemberRow>>
{
    // Up to here it is quicker to sort the members than to walk through all users in order.
    private const int Few = 5_000;

    public async Task<Answer<Page<RoleMemberRow>>> Handle(ListRoleMembers request, CancellationToken cancellationToken)
    {
        var members = context.UserRoles.Where(member => member.RoleId == request.RoleId);
        var count = await members.CountAsync(cancellationToken);
        IQueryable<UserRow> users = count <= Few
            ? members.Join(context.Users, member => member.UserId, user => user.Id, (_, user) => user)
            : context.Users.Where(user => context.UserRoles.Any(member => member.UserId == user.Id && member.RoleId == request.RoleId));
        users = UserFiltering.Find(users, request.Search);
        var total = string.IsNullOrWhiteSpace(request.Search) ? count : await users.CountAsync(cancellationToken);
        var size = Math.Clamp(request.PageSize, 1, 200);
        var skip = (Math.Max(1, request.PageNumber) - 1L) * size;
        var page = skip >= total
            ? []
            : await users.OrderBy(user => user.NameKey).ThenBy(user => user.Id).Skip((int)skip).Take(size)
                .Select(user => new { user.Id, user.DisplayName, user.Email })
                .ToListAsync(cancellationToken);
        var ids = page.Select(user => user.Id).ToList();
        var grants = await members.Where(member => ids.Contains(member.UserId)).ToDictionaryAsync(member => member.UserId, cancellationToken);
        return new()
        {
            Value = new Page<RoleMemberRow>(
                [.. page.Select(user => new RoleMemberRow(user.Id, user.DisplayName, user.Email, grants[user.Id].GrantedBy, grants[user.Id].GrantedAt))], total),
        };
    }
}
