using UserAdmin.Tests.Roles;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Queries;

public sealed class ListRoleMembersTests
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
}
