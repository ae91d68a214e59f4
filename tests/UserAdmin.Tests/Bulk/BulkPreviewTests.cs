using System.Diagnostics;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Bulk;

/// <summary>
/// The preview promises exactly what the commands then do, for users in any state and any acting user.
/// </summary>
public sealed class BulkPreviewTests
{
    private static readonly DateTimeOffset _until = DateTimeOffset.UtcNow.AddDays(3);

    public static TheoryData<BulkAction, string> EveryActionAndActor =>
        new(
            from action in BulkActions.All
            from actor in (string[])["administrator", "equal", "helper"]
            select (action, actor)
        );

    [Theory]
    [MemberData(nameof(EveryActionAndActor))]
    public async Task PreviewBulkAction_ForUsersInEveryState_SaysWhatThenHappens(BulkAction action, string who)
    {
        await using var host = await TestHost.StartAsync();
        var (ids, actor, roleId) = await MixAsync(host, who);
        string? role = BulkActions.NeedsRole(action) ? roleId : null;
        DateTimeOffset? until = action == BulkAction.Lock ? _until : null;

        var preview = (
            await host.AskAsync(
                new PreviewBulkAction(action, ids)
                {
                    RoleId = role,
                    LockUntil = until,
                    PageSize = 200,
                },
                actor
            )
        ).Value.ShouldNotBeNull();
        var batchId = await host.StartBulkAsync(action, ids, actor, role, until);
        await host.RunBulkAsync();

        var promised = preview
            .Page.Items.Select(row => (row.UserId, (BulkOutcome)(int)row.Verdict, row.Reason))
            .ToList();
        (await host.ListItemsAsync(batchId)).Select(item => (item.UserId, item.Outcome, item.Error)).ShouldBe(promised);
        var row = await host.GetBulkAsync(batchId);
        (row.Changed, row.Unchanged, row.Refused).ShouldBe((preview.WillChange, preview.AlreadySo, preview.Blocked));
        preview.Reasons.Sum(reason => reason.Count).ShouldBe(preview.Blocked);
    }

    [Fact]
    public async Task PreviewBulkAction_TakingTheRoleFromEveryAdministrator_KeepsOneselfAsTheLast()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var others = new[]
        {
            (await host.CreateAdministratorAsync("other")).Id,
            (await host.CreateAdministratorAsync("third")).Id,
        };
        var roleId = (await host.AskAsync(new ListUserRoles(admin.Id))).Value!.Items[0].RoleId;

        var preview = (
            await host.AskAsync(
                new PreviewBulkAction(BulkAction.RemoveRole, [admin.Id, .. others]) { RoleId = roleId },
                admin
            )
        ).Value!;
        var batchId = await host.StartBulkAsync(BulkAction.RemoveRole, [admin.Id, .. others], admin, roleId);
        await host.RunBulkAsync();

        preview
            .Page.Items.Select(row => (row.UserId, row.Verdict))
            .ShouldBe([
                (others[0], BulkVerdict.WillChange),
                (others[1], BulkVerdict.WillChange),
                (admin.Id, BulkVerdict.Blocked),
            ]);
        (await host.ListItemsAsync(batchId))
            .Select(item => item.Outcome)
            .ShouldBe([BulkOutcome.Changed, BulkOutcome.Changed, BulkOutcome.Refused]);
    }

    [Fact]
    public async Task PreviewBulkAction_WithoutThePermissionOfTheAction_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead, Permissions.UsersDisable);

        (await host.AskAsync(new PreviewBulkAction(BulkAction.Delete, [helper.Id]), helper)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.UsersDelete)
        );
    }

    [Fact]
    public async Task PreviewBulkAction_ByVerdictAndPage_ShowsThatPart()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(25);
        await host.AcceptAsync(new DisableUser(ids[3]));

        var second = (
            await host.AskAsync(
                new PreviewBulkAction(BulkAction.Disable, ids)
                {
                    Verdict = BulkVerdict.WillChange,
                    PageNumber = 2,
                    PageSize = 20,
                }
            )
        ).Value!;

        (second.WillChange, second.AlreadySo, second.Page.Total).ShouldBe((24, 1, 24));
        second.Page.Items.Select(row => row.UserId).ShouldBe(ids.Skip(21));
    }

    /// <summary>
    /// Creates users in every state, and an actor: an administrator, a user with every permission who is not an
    /// administrator, or a helper.
    /// </summary>
    private static async Task<(List<string> Ids, Actor Actor, string RoleId)> MixAsync(TestHost host, string who)
    {
        var roleId = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(roleId, "Readers", null, [Permissions.UsersRead]));
        var ids = new List<string>();
        foreach (
            var name in (string[])
                [
                    "plain",
                    "disabled",
                    "locked",
                    "locked-so",
                    "deleted",
                    "invited",
                    "must-change",
                    "member",
                    "disabled-deleted",
                    "locked-disabled",
                ]
        )
        {
            ids.Add(await host.CreateUserAsync(name, name is "invited" or "plain" ? null : TestHost.Password));
        }

        foreach (
            var command in (ICommand[])
                [
                    new DisableUser(ids[1]),
                    new LockUser(ids[2], DateTimeOffset.UtcNow.AddHours(1)),
                    new LockUser(ids[3], _until),
                    new DeleteUser(ids[4]),
                    new InviteUser(ids[5]),
                    new RequirePasswordChange(ids[6]),
                    new AssignRole(ids[7], roleId),
                    new DisableUser(ids[8]),
                    new DeleteUser(ids[8]),
                    new LockUser(ids[9], _until),
                    new DisableUser(ids[9]),
                ]
        )
        {
            await host.AcceptAsync(command);
        }

        ids.Add((await host.CreateActorAsync("editor", Permissions.UsersEdit)).Id);
        ids.Add((await host.CreateAdministratorAsync("chief")).Id);
        ids.Add(TestHost.NewId());
        var actor = who switch
        {
            "administrator" => await host.CreateAdministratorAsync(),
            // In this case the only administrator is among the users.
            "equal" => await host.CreateActorAsync("equal", [.. Permissions.All.Select(permission => permission.Name)]),
            _ => await host.CreateActorAsync(
                "helper",
                Permissions.UsersRead,
                Permissions.UsersCreate,
                Permissions.UsersDisable,
                Permissions.UsersDelete,
                Permissions.UsersPasswords,
                Permissions.UsersSessions,
                Permissions.RolesAssign
            ),
        };
        ids.Insert(2, actor.Id);
        return (ids, actor, roleId);
    }
}
