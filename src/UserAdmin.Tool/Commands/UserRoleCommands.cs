using System.CommandLine;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>The roles of an account, what it may do, and what happened to it.</summary>
internal static class UserRoleCommands
{
    /// <summary>Returns the commands.</summary>
    public static IEnumerable<Command> All(Verbs verbs) =>
        [
            Roles(verbs),
            Change(
                verbs,
                "assign-role",
                "Gives an account a role.",
                "{0} has the role {1}.",
                (call, user, role) =>
                    call.Api.AssignRoleAsync(user, role, new AssignRole(), call.Key, call.Reason, Call.Prefer)
            ),
            Change(
                verbs,
                "remove-role",
                "Takes a role away from an account.",
                "{0} does not have the role {1}.",
                (call, user, role) => call.Api.RemoveRoleAsync(user, role, call.Key, call.Reason, Call.Prefer)
            ),
            Permissions(verbs),
            History(verbs),
        ];

    private static Command Roles(Verbs verbs)
    {
        var user = UserLookup.Argument();
        return verbs.Query(
            "roles",
            "Lists the roles of an account, and who gave them.",
            async call =>
                Listing.Whole(
                    call,
                    Column.Of(
                        nameof(UserRoleRow.RoleName),
                        nameof(UserRoleRow.GrantedBy),
                        nameof(UserRoleRow.GrantedAt)
                    ),
                    await call.Api.ListUserRolesAsync((await UserLookup.FindAsync(call, call.Get(user))).Id!)
                ),
            "useradmin users roles grace",
            user
        );
    }

    private static Command Permissions(Verbs verbs)
    {
        var user = UserLookup.Argument();
        return verbs.Query(
            "permissions",
            "Lists all permissions, and which of them an account holds.",
            async call =>
                Listing.Whole(
                    call,
                    Column.Of(
                        nameof(UserPermissionRow.Name),
                        nameof(UserPermissionRow.IsHeld),
                        nameof(UserPermissionRow.Allows)
                    ),
                    await call.Api.GetUserPermissionsAsync((await UserLookup.FindAsync(call, call.Get(user))).Id!)
                ),
            "useradmin users permissions grace",
            user
        );
    }

    private static Command History(Verbs verbs)
    {
        var user = UserLookup.Argument();
        return verbs.List(
            "history",
            "Lists what happened to an account, the newest first.",
            async call =>
            {
                var id = (await UserLookup.FindAsync(call, call.Get(user))).Id!;
                await Listing.PagesAsync<HistoryRow>(
                    call,
                    verbs.Options,
                    Column.Of(
                        nameof(HistoryRow.At),
                        nameof(HistoryRow.ActorName),
                        nameof(HistoryRow.What),
                        nameof(HistoryRow.Reason)
                    ),
                    async (limit, cursor) => await call.Api.GetUserHistoryAsync(id, limit: limit, cursor: cursor)
                );
            },
            "useradmin users history grace --limit 10",
            user
        );
    }

    private static Command Change(
        Verbs verbs,
        string name,
        string description,
        string done,
        Func<Call, string, string, Task<ApiResult<Accepted>>> sendAsync
    )
    {
        var (user, role) = (UserLookup.Argument(), RoleCommands.Argument());
        return verbs.Change(
            name,
            description,
            async call =>
            {
                var found = await UserLookup.FindAsync(call, call.Get(user));
                var chosen = await RoleCommands.FindAsync(call, call.Get(role));
                call.Done(
                    await sendAsync(call, found.Id!, chosen.Id!),
                    string.Format(System.Globalization.CultureInfo.InvariantCulture, done, found.UserName, chosen.Name)
                );
            },
            $"useradmin users {name} grace Support --reason \"Ticket 4711\"",
            user,
            role
        );
    }
}
