using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Bulk;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Queries;

public sealed class UserFilterTests
{
    [Fact]
    public async Task ListUsers_ByState_AgreesWithTheWordOfEachRow()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        var ids = await host.CreateUsersAsync(7);
        foreach (var command in (ICommand[])
        [
            new DisableUser(ids[1]), new LockUser(ids[2], time.GetUtcNow().AddHours(1)), new LockUser(ids[3], time.GetUtcNow().AddMinutes(1)), new DeleteUser(ids[4]),
            new InviteUser(ids[5]), new DisableUser(ids[6]), new DeleteUser(ids[6]),
        ])
        {
            await host.AcceptAsync(command);
        }

        time.Advance(TimeSpan.FromMinutes(2));
        var all = new Dictionary<UserState, List<string>>();
        foreach (var state in Enum.GetValues<UserState>())
        {
            var page = (await host.AskAsync(new ListUsers($"state:{state}"))).Value!;
            page.Items.ShouldAllBe(row => row.StateAt(time.GetUtcNow()) == state);
            all[state] = [.. page.Items.Select(row => row.Id)];
            (await host.AskAsync(new ListUserIds($"state:{state}"))).Value!.Items.ShouldBe(all[state]);
        }

        all.Select(pair => (pair.Key, string.Join(' ', pair.Value.Select(id => ids.IndexOf(id))))).ShouldBe(
            [(UserState.Active, "0 3"), (UserState.Invited, "5"), (UserState.Locked, "2"), (UserState.Disabled, "1"), (UserState.Deleted, "4 6")], ignoreOrder: true);
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

        (await host.AskAsync(new ListUsers("role:Readers"))).Value!.Items.Select(row => row.Id).ShouldBe([ids[0], ids[1]]);
        (await host.AskAsync(new ListUserIds("00002 role:Readers"))).Value!.Items.ShouldBe([ids[1]]);
        (await host.AskAsync(new ListUsers("role:nothing"))).Value!.Total.ShouldBe(0);
    }
}
