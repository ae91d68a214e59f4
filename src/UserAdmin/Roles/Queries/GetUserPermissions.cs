using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Roles.Queries;

/// <summary>Every permission of the catalogue, whether a user holds it, and through which roles.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetUserPermissions(string UserId) : IQuery<Page<UserPermissionRow>>;

/// <summary>One permission, and every role through which a user holds it.</summary>
/// <param name="Name">Its name, such as <c>users.read</c>.</param>
/// <param name="Allows">What it allows, as a sentence.</param>
/// <param name="Paths">The roles that grant it, by name; empty if the user does not hold it.</param>
public sealed record UserPermissionRow(string Name, string Allows, IReadOnlyList<PermissionPath> Paths)
{
    /// <summary>Whether the user holds it.</summary>
    public bool IsHeld => Paths.Count > 0;

    /// <summary>Returns every permission of the catalogue with its paths.</summary>
    /// <param name="held">The roles that a user holds, in the order of the paths, each with the names of its
    /// permissions, separated by spaces.</param>
    internal static List<UserPermissionRow> Of(IEnumerable<(UserRoleRow Role, string Names)> held)
    {
        var paths = held.SelectMany(
                pair => Permissions.WithIncluded(RoleRow.Names(pair.Names)),
                (pair, name) =>
                    (
                        Name: name,
                        Path: new PermissionPath(
                            pair.Role.RoleId,
                            pair.Role.RoleName,
                            pair.Role.GrantedBy,
                            pair.Role.GrantedAt
                        )
                    )
            )
            .ToLookup(pair => pair.Name, pair => pair.Path);
        return
        [
            .. Permissions.All.Select(permission => new UserPermissionRow(
                permission.Name,
                permission.Allows,
                [.. paths[permission.Name]]
            )),
        ];
    }
}

/// <summary>A role through which a user holds a permission.</summary>
/// <param name="RoleId">The role.</param>
/// <param name="RoleName">Its name.</param>
/// <param name="GrantedBy">The person who gave the role to the user.</param>
/// <param name="GrantedAt">When the role was given.</param>
public sealed record PermissionPath(string RoleId, string RoleName, string GrantedBy, DateTimeOffset GrantedAt);

internal sealed class GetUserPermissionsHandler(ReadContext context)
    : IQueryHandler<GetUserPermissions, Page<UserPermissionRow>>
{
    public async Task<Answer<Page<UserPermissionRow>>> Handle(
        GetUserPermissions request,
        CancellationToken cancellationToken
    )
    {
        var held = await (
            from member in context.UserRoles
            where member.UserId == request.UserId
            join role in context.Roles on member.RoleId equals role.Id
            orderby member.RoleName, member.RoleId
            select new { Member = member, role.Permissions }
        ).ToListAsync(cancellationToken);
        var rows = UserPermissionRow.Of(held.Select(role => (role.Member, role.Permissions)));
        return new() { Value = new Page<UserPermissionRow>(rows, rows.Count) };
    }
}
