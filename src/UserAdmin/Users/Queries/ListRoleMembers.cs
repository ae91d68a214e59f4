using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Queries;

/// <summary>Lists the users who hold a role, sorted by name, one page at a time.</summary>
/// <param name="RoleId">Key of the role.</param>
/// <param name="PageNumber">From 1; a page past the end is empty.</param>
/// <param name="PageSize">1 to 200.</param>
/// <param name="Search">A search, as in <see cref="ListUsers"/>; empty for all.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListRoleMembers(string RoleId, int PageNumber = 1, int PageSize = 20, string? Search = null)
    : IQuery<Page<RoleMemberRow>>;

/// <summary>One user who holds a role.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Email">The email address.</param>
/// <param name="GrantedBy">Who gave the role.</param>
/// <param name="GrantedAt">When the role was given.</param>
public sealed record RoleMemberRow(
    string UserId,
    string DisplayName,
    string Email,
    string GrantedBy,
    DateTimeOffset GrantedAt
);

internal sealed class ListRoleMembersHandler(
    ReadContext context,
    UserLists lists,
    UserFieldSet fields,
    TimeProvider time
) : IQueryHandler<ListRoleMembers, Page<RoleMemberRow>>
{
    public async Task<Answer<Page<RoleMemberRow>>> Handle(ListRoleMembers request, CancellationToken cancellationToken)
    {
        if (
            await context.Roles.FirstOrDefaultAsync(role => role.Id == request.RoleId, cancellationToken)
            is not { } role
        )
        {
            return new() { Value = new Page<RoleMemberRow>([], 0) };
        }

        var words = UserSearch.Parse(request.Search, fields);
        var search =
            $"{words.Text} {SearchTerm.Of(SearchFields.Role, role.Name)}"
            // Deleted users are included, because they hold the role again when they are restored.
            + (
                words.Terms.Any(term => term.Field == SearchFields.State)
                    ? ""
                    : $" {SearchTerm.Of(SearchFields.State, SearchFields.AnyState)}"
            );
        return await lists.AnswerAsync<Page<RoleMemberRow>>(
            search,
            async (members, roles, directory) =>
            {
                var size = Math.Clamp(request.PageSize, 1, 200);
                var skip = (int)Math.Min((Math.Max(1, request.PageNumber) - 1L) * size, int.MaxValue);
                var (ids, total) = directory.Read(
                    members,
                    roles,
                    UserFields.DisplayName.Sort,
                    (found, order) =>
                        (
                            ListOrder
                                .Of(
                                    directory.Index,
                                    found,
                                    UserFields.DisplayName.Sort,
                                    descending: false,
                                    order!,
                                    time.GetUtcNow()
                                )
                                .At(skip, size)
                                .Places.Select(place => directory.Index.Keys[place])
                                .ToList(),
                            found.Count
                        )
                );
                return new(await WithGrantsAsync(request.RoleId, ids, directory, cancellationToken), total);
            },
            cancellationToken
        );
    }

    private async Task<List<RoleMemberRow>> WithGrantsAsync(
        string roleId,
        List<string> ids,
        UserDirectory directory,
        CancellationToken cancellationToken
    )
    {
        var rows = await lists.RowsAsync(directory, ids, cancellationToken);
        var grants = await context
            .UserRoles.Where(member => member.RoleId == roleId && ids.Contains(member.UserId))
            .ToDictionaryAsync(member => member.UserId, cancellationToken);
        return
        [
            .. rows.Where(row => grants.ContainsKey(row.Id))
                .Select(row => new RoleMemberRow(
                    row.Id,
                    row.DisplayName,
                    row.Email,
                    grants[row.Id].GrantedBy,
                    grants[row.Id].GrantedAt
                )),
        ];
    }
}
