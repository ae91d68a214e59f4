using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Roles.Queries;

public sealed class GetUserPermissionsTests
{
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
}
