using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Roles.Queries;

public sealed class RoleQueriesTests
{
    [Fact]
    public async Task ListRoleMembers_Always_PagesAndFindsByName()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var (role, other) = (await host.CreateRoleAsync("Help desk"), await host.CreateRoleAsync("Auditors"));
        foreach (var name in (string[])["carol", "ada", "bob"])
        {
            await host.AcceptAsync(new AssignRole(await host.CreateUserAsync(name), role.Id), admin);
        }

        await host.CreateMemberAsync("dora", other);

        var first = (await host.AskAsync(new ListRoleMembers(role.Id, 1, 2))).Value!;
        (first.Total, first.Items[0].GrantedBy, first.Items[0].Email).ShouldBe((3, "admin", "ada@example.com"));
        first.Items.Select(member => member.DisplayName).ShouldBe(["ada", "bob"]);
        (await host.AskAsync(new ListRoleMembers(role.Id, 2, 2)))
            .Value!.Items.Select(member => member.DisplayName)
            .ShouldBe(["carol"]);
        (await host.AskAsync(new ListRoleMembers(role.Id, 3, 2))).Value!.Items.ShouldBeEmpty();
        var found = (await host.AskAsync(new ListRoleMembers(role.Id, Search: "ARO"))).Value!;
        (found.Total, found.Items.Single().DisplayName).ShouldBe((1, "carol"));
    }

    [Fact]
    public async Task GetUserPermissions_Always_NamesEveryPath()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var (desk, audit) = (
            await host.CreateRoleAsync("Help desk", Permissions.UsersRead, Permissions.UsersEdit),
            await host.CreateRoleAsync("Auditors", Permissions.UsersRead, Permissions.AuditRead)
        );
        var ada = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new AssignRole(ada, desk.Id), admin);
        await host.AcceptAsync(new AssignRole(ada, audit.Id));

        var rows = (await host.AskAsync(new GetUserPermissions(ada))).Value!.Items;

        rows.Select(row => row.Name).ShouldBe(Permissions.All.Select(permission => permission.Name));
        rows.Where(row => row.IsHeld)
            .Select(row => row.Name)
            .ShouldBe([Permissions.UsersRead, Permissions.UsersEdit, Permissions.AuditRead]);
        rows[0]
            .Paths.Select(path => (path.RoleName, path.GrantedBy))
            .ShouldBe([("Auditors", "System"), ("Help desk", "admin")]);
        rows[0].Paths[0].RoleId.ShouldBe(audit.Id);
    }

    [Fact]
    public async Task GetUserPermissions_AfterTheRoleWasNarrowed_LeavesItOut()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Help desk", Permissions.UsersRead);
        var ada = await host.CreateMemberAsync("ada", role);

        await host.AcceptAsync(new ChangeRolePermissions(role.Id, [], role.Version));

        (await host.AskAsync(new GetUserPermissions(ada))).Value!.Items.ShouldEachBe(row => !row.IsHeld);
    }

    [Fact]
    public async Task PreviewRoleDeletion_WithAnotherRole_CountsThoseWhoHoldItAlready()
    {
        await using var host = await TestHost.StartAsync();
        var (role, other) = (await host.CreateRoleAsync("Help desk"), await host.CreateRoleAsync("Service point"));
        await host.CreateMemberAsync("ada", role);
        await host.CreateMemberAsync("bob", role, other);

        var preview = (await host.AskAsync(new PreviewRoleDeletion(role.Id, other.Id))).Value.ShouldNotBeNull();

        (preview.Members, preview.AlreadyHold, preview.BlockedCount, preview.Obstacle).ShouldBe((2, 1, 0, null));
        (await host.AskAsync(new PreviewRoleDeletion("gone", null))).Value.ShouldBeNull();
        (await host.AskAsync(new PreviewRoleDeletion(role.Id, "gone"))).Value!.Obstacle.ShouldNotBeNull();
    }
}
