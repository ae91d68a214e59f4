using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Bulk;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Tests.Users.Queries;

public sealed class UserFilterTests
{
    [Fact]
    public async Task ListUsers_ByState_AgreesWithTheWordOfEachRow()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await TestHost.StartAsync(configure: services =>
            services.AddSingleton<TimeProvider>(time)
        );
        var ids = await host.CreateUsersAsync(7);
        foreach (
            var command in (ICommand[])
                [
                    new DisableUser(ids[1]),
                    new LockUser(ids[2], time.GetUtcNow().AddHours(1)),
                    new LockUser(ids[3], time.GetUtcNow().AddMinutes(1)),
                    new DeleteUser(ids[4]),
                    new InviteUser(ids[5]),
                    new DisableUser(ids[6]),
                    new DeleteUser(ids[6]),
                ]
        )
        {
            await host.AcceptAsync(command);
        }

        time.Advance(TimeSpan.FromMinutes(2));
        var all = new Dictionary<UserState, List<string>>();
        foreach (var state in Enum.GetValues<UserState>())
        {
            var page = (await host.AskAsync(new ListUsers($"state:{state}"))).Value!;
            page.Items.ShouldEachBe(row => row.StateAt(time.GetUtcNow()) == state);
            all[state] = [.. page.Items.Select(row => row.Id)];
            (await host.AskAsync(new ListUserIds($"state:{state}"))).Value!.Items.ShouldBe(all[state]);
        }

        all.Select(pair => (pair.Key, string.Join(' ', pair.Value.Select(id => ids.IndexOf(id)))))
            .ShouldBe(
                [
                    (UserState.Active, "0 3"),
                    (UserState.Invited, "5"),
                    (UserState.Locked, "2"),
                    (UserState.Disabled, "1"),
                    (UserState.Deleted, "4 6"),
                ],
                ignoreOrder: true
            );
        (await host.AskAsync(new ListUsers())).Value!.Total.ShouldBe(5, "all but the deleted ones");
    }

    [Fact]
    public async Task ListUsers_ByRoleAndSearch_FindsThoseWhoHaveBoth()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(3);
        var roleId = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(roleId, "Readers", null, [Permissions.UsersRead]));
        await host.AcceptAsync(new AssignRole(ids[0], roleId));
        await host.AcceptAsync(new AssignRole(ids[1], roleId));

        (await host.AskAsync(new ListUsers("role:Readers")))
            .Value!.Items.Select(row => row.Id)
            .ShouldBe([ids[0], ids[1]]);
        (await host.AskAsync(new ListUserIds("00002 role:Readers"))).Value!.Items.ShouldBe([ids[1]]);
        (await host.AskAsync(new ListUsers("role:nothing"))).Value!.Total.ShouldBe(0);
    }

    [Fact]
    public async Task Facets_OfDepartmentsThatDifferInAccents_CountTheUsersThatTheyFind()
    {
        await using var host = await TestHost.StartAsync();
        string?[] departments = ["ガス部", "カス部", "Köln", "Koln", "Sales", "sales", "None", null];
        var ids = await host.CreateUsersAsync(departments.Length);
        foreach (var (id, department) in ids.Zip(departments))
        {
            await host.AcceptAsync(new UpdateUserProfile(id, $"User {id}", long.MaxValue) { Department = department });
        }

        var facet = (await host.AskAsync(new GetUserFacets())).Value!.Facets.Single(facet =>
            facet.Field == "department"
        );

        facet
            .Values.Select(value => (value.Value, value.Count))
            .ShouldBe(
                [("Sales", 2), ("", 1), ("Koln", 1), ("Köln", 1), ("None", 1), ("カス部", 1), ("ガス部", 1)],
                ignoreOrder: true
            );
        foreach (var value in facet.Values)
        {
            var ticked = UserSearch.Everybody.Tick(SearchFields.Find("department")!, value.Value, isTicked: true);
            var page = (await host.AskAsync(new ListUsers(ticked))).Value!;
            page.Total.ShouldBe(value.Count, ticked);
            page.Items.ShouldEachBe(
                row => string.Equals(row.Department ?? "", value.Value, StringComparison.OrdinalIgnoreCase),
                ticked
            );
            var again = (await host.AskAsync(new GetUserFacets(ticked))).Value!.Facets.Single(facet =>
                facet.Field == "department"
            );
            again.Values.Where(other => other.IsTicked).Select(other => other.Value).ShouldBe([value.Value]);
        }
    }
}
