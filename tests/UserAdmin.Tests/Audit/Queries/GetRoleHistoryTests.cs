using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Roles;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Audit.Queries;

public sealed class GetRoleHistoryTests
{
    [Fact]
    public async Task GetUserHistory_OfARole_HasItsMembersByName()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        var role = await host.CreateRoleAsync("Desk");
        var other = await host.CreateRoleAsync("Sales", Permissions.UsersRead);
        await host.AcceptAsync(new AssignRole(ada, role.Id));
        await host.AcceptAsync(new AssignRole(bob, other.Id));
        await host.AcceptAsync(new ChangeRolePermissions(role.Id, [Permissions.UsersRead], role.Version));
        await host.AcceptAsync(new RemoveRole(ada, role.Id));

        (string, string?)[] expected =
        [
            ("Role removed", "ada"),
            ("Permissions set", null),
            ("Role assigned", "ada"),
            ("Role created", null),
        ];
        (await EventsAsync(host, role.Id)).Select(row => (row.What, row.SubjectName)).ShouldBe(expected);
        var page = (await host.AskAsync(new GetUserHistory(role.Id, Take: 2))).Value!;
        (page.Total, page.Items.Count).ShouldBe((4, 2));
        (await host.AskAsync(new GetUserHistory(role.Id, page.Items[^1].Position, Take: 2)))
            .Value!.Items.Select(row => row.What)
            .ShouldBe(["Role assigned", "Role created"]);
        var auditor = await host.CreateActorAsync("auditor", Permissions.AuditRead);
        (await EventsAsync(host, role.Id, auditor)).Select(row => row.SubjectName).ShouldEachBe(name => name == null);
        (await EventsAsync(host, ada)).Select(row => row.What).Take(2).ShouldBe(["Role removed", "Role assigned"]);

        host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);
        (await EventsAsync(host, role.Id)).Select(row => (row.What, row.SubjectName)).ShouldBe(expected);
    }

    private static async Task<IReadOnlyList<HistoryRow>> EventsAsync(TestHost host, string id, Actor? asker = null) =>
        (await host.AskAsync(new GetUserHistory(id), asker)).Value!.Items;
}
