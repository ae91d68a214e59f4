using System.CommandLine;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>The roles.</summary>
internal static class RoleCommands
{
    /// <summary>Returns <c>roles</c>.</summary>
    public static Command All(Verbs verbs)
    {
        var (role, group) = (Argument(), Argument());
        var query = new Option<string?>("--query", "-q")
        {
            Description = "Part of a name or an address.",
            HelpName = "search",
        };
        return Verbs.Group(
            "roles",
            "The roles.",
            verbs.Query(
                "list",
                "Lists the roles.",
                async call =>
                    Listing.Whole(
                        call,
                        Column.Of(
                            nameof(RoleRow.Name),
                            nameof(RoleRow.MemberCount),
                            nameof(RoleRow.Description),
                            nameof(RoleRow.Id)
                        ),
                        await call.Api.ListRolesAsync()
                    ),
                "useradmin roles list"
            ),
            verbs.Query(
                "get",
                "Shows a role with its permissions.",
                async call => call.Show(await call.Api.GetRoleAsync((await FindAsync(call, call.Get(role))).Id!)),
                "useradmin roles get Support",
                role
            ),
            verbs.List(
                "members",
                "Lists who has a role.",
                async call =>
                {
                    var id = (await FindAsync(call, call.Get(group))).Id!;
                    await Listing.PagesAsync<RoleMemberRow>(
                        call,
                        verbs.Options,
                        Column.Of(
                            nameof(RoleMemberRow.DisplayName),
                            nameof(RoleMemberRow.Email),
                            nameof(RoleMemberRow.GrantedBy),
                            nameof(RoleMemberRow.GrantedAt)
                        ),
                        async (limit, cursor) => await call.Api.ListRoleMembersAsync(id, call.Get(query), limit, cursor)
                    );
                },
                "useradmin roles members Support --all --output json",
                group,
                query
            )
        );
    }

    /// <summary>Returns the argument that names a role.</summary>
    public static Argument<string> Argument() =>
        new Argument<string>("role") { Description = "The role: its name or its id." }.Named();

    /// <summary>Returns a role.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static async Task<RoleRow> FindAsync(Call call, string text)
    {
        var roles = (await call.Api.ListRolesAsync()).Accepted().Value!.Items;
        // Names differ by more than their case, and the id of one could be the name of another.
        return roles.FirstOrDefault(role => role.Id == text)
            ?? roles.FirstOrDefault(role => string.Equals(role.Name, text, StringComparison.OrdinalIgnoreCase))
            ?? throw new ToolException(
                ExitCode.NotFound,
                $"There is no role “{text}”. There are: {string.Join(", ", roles.Select(role => role.Name))}."
            );
    }
}
