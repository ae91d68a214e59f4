using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Roles.Commands;

public sealed class ChangeRolePermissionsTests
{
    [Fact]
    public async Task ChangeRolePermissions_Always_CountsAtOnceAndIsInTheHistory()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Help desk", Permissions.UsersRead, Permissions.RolesRead);
        var ada = Actor.User(await host.CreateMemberAsync("ada", role));

        await host.AcceptAsync(
            new ChangeRolePermissions(role.Id, [Permissions.RolesRead, Permissions.AuditRead], role.Version)
        );

        (await host.AskAsync(new ListUsers(), ada)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.UsersRead)
        );
        (await host.AskAsync(new GetUserHistory(role.Id), ada))
            .Value!.Items[0]
            .Changes.Select(change => (change.From, change.To))
            .ShouldBe([(Permissions.UsersRead, null), (null, Permissions.AuditRead)]);
        (await host.GetRoleAsync(role.Id)).PermissionNames.ShouldBe([Permissions.AuditRead, Permissions.RolesRead]);
        host.Read(context =>
                context
                    .RoleClaims.Where(claim => claim.RoleId == role.Id)
                    .Select(claim => claim.ClaimValue!)
                    .Order()
                    .ToList()
            )
            .ShouldBe([Permissions.AuditRead, Permissions.RolesRead]);
    }

    [Fact]
    public async Task ChangeRolePermissions_WhileSomebodyElseDoes_KeepsBothChanges()
    {
        await using var host = await TestHost.StartAsync();
        var seen = await host.CreateRoleAsync(
            "Help desk",
            Permissions.UsersRead,
            Permissions.RolesRead,
            Permissions.AuditRead
        );
        await host.AcceptAsync(
            new ChangeRolePermissions(
                seen.Id,
                [Permissions.UsersRead, Permissions.RolesRead, Permissions.SystemRead],
                seen.Version
            )
        );

        await host.AcceptAsync(
            new ChangeRolePermissions(
                seen.Id,
                [Permissions.UsersRead, Permissions.AuditRead, Permissions.UsersEdit],
                seen.Version
            )
        );

        (await host.GetRoleAsync(seen.Id)).PermissionNames.ShouldBe([
            Permissions.SystemRead,
            Permissions.UsersEdit,
            Permissions.UsersRead,
        ]);
    }

    [Fact]
    public async Task ChangeRolePermissions_ThatTakesOneAway_RotatesTheStampOfMembersAndKeepsTheirSessionsHere()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Help desk", Permissions.UsersRead, Permissions.RolesRead);
        var (ada, bob) = (await host.CreateMemberAsync("ada", role), await host.CreateMemberAsync("bob"));
        var (ended, other) = (await host.SignInAsync("ada"), host.StampOf(bob));
        await host.AcceptAsync(new UserAdmin.Users.Commands.ChangeUserEmail(ada, "ada@example.org", host.Tail()));
        await host.AcceptAsync(new UserAdmin.Users.Commands.ChangeUserEmail(ada, "ada@example.com", host.Tail()));
        var (session, stamp) = (await host.SignInAsync("ada"), host.StampOf(ada));

        await host.AcceptAsync(
            new ChangeRolePermissions(
                role.Id,
                [Permissions.UsersRead, Permissions.RolesRead, Permissions.AuditRead],
                role.Version
            )
        );
        host.StampOf(ada).ShouldBe(stamp, "nothing was taken away");
        await host.AcceptAsync(new ChangeRolePermissions(role.Id, [Permissions.UsersRead], host.Tail()));

        host.StampOf(ada).ShouldNotBe(stamp);
        host.StampOf(bob).ShouldBe(other);
        (await host.FindSessionAsync(session)).ShouldNotBeNull().Permissions.ShouldBe([Permissions.UsersRead]);
        (await host.FindSessionAsync(ended)).ShouldBeNull("it had ended before");
    }

    [Fact]
    public async Task ChangeRolePermissions_ToWhatTheActorLacks_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var (mine, above) = (
            await host.CreateRoleAsync("Mine", Permissions.RolesRead),
            await host.CreateRoleAsync("Above", Permissions.SystemManage)
        );
        var actor = await host.CreateActorAsync("manager", Permissions.RolesManage, Permissions.RolesRead);

        var adding = (
            await host.SendAsync(
                new ChangeRolePermissions(mine.Id, [Permissions.RolesRead, Permissions.UsersRead], mine.Version),
                actor
            )
        ).Errors.ShouldHaveSingleItem();
        (adding.Code, adding.Field).ShouldBe(("roles.grants-more", "RolePermissions"));
        (await host.SendAsync(new ChangeRolePermissions(above.Id, [], above.Version), actor)).Errors.ShouldBe([
            RoleErrors.GrantsMore,
        ]);
        await host.AcceptAsync(new ChangeRolePermissions(mine.Id, [Permissions.RolesManage], mine.Version), actor);
    }

    [Fact]
    public async Task ChangeRolePermissions_OfAdministrator_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var role = (await host.AskAsync(new ListRoles())).Value!.Items.Single();

        var refused = await host.SendAsync(new ChangeRolePermissions(role.Id, [Permissions.UsersRead], role.Version));

        refused.Errors.ShouldHaveSingleItem().Code.ShouldBe("roles.administrator");
    }

    [Fact]
    public async Task ChangeRolePermissions_ToAnUnknownPermission_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        (await host.SendAsync(new ChangeRolePermissions("role", ["users.everything"], 0)))
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("RolePermissions");
    }

    [Fact]
    public async Task ChangeRolePermissions_ToWhatItIs_RecordsNothing()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Help desk", Permissions.UsersRead);
        var tail = host.Tail();

        await host.AcceptAsync(new ChangeRolePermissions(role.Id, [Permissions.UsersRead], role.Version));

        host.Tail().ShouldBe(tail);
    }
}
