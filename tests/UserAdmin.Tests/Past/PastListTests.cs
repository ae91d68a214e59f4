using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Past;

public sealed class PastListTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task WhoWasAdministrator_OnThatDay_IsWhoHadTheRoleThen()
    {
        await using var host = await StartAsync();
        var ada = (await host.CreateAdministratorAsync("ada")).Id;
        var bob = (await host.CreateAdministratorAsync("bob")).Id;
        var day = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromDays(30));
        var role = (await host.GetUserAsync(bob)).Id;
        await host.AcceptAsync(new RemoveRole(bob, await AdministratorAsync(host)));
        await host.CreateAdministratorAsync("cleo");

        (await NamesAsync(host, "role:Administrator", day)).ShouldBe(["ada", "bob"]);
        (await NamesAsync(host, "role:Administrator", at: null)).ShouldBe(["ada", "cleo"]);
        role.ShouldBe(bob);
        ada.ShouldNotBeEmpty();
    }

    /// <summary>The row of a member holds the name of the role, which changes without an event of the member.</summary>
    [Fact]
    public async Task RoleThatWasRenamedOrDeletedSince_IsFoundByItsNameOfThen()
    {
        await using var host = await StartAsync();
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        var (desk, auditors) = (TestHost.NewId(), TestHost.NewId());
        await host.AcceptAsync(new CreateRole(desk, "Desk", null, [Permissions.UsersRead]));
        await host.AcceptAsync(new CreateRole(auditors, "Auditors", null, [Permissions.AuditRead]));
        await host.AcceptAsync(new AssignRole(ada, desk));
        await host.AcceptAsync(new AssignRole(bob, auditors));
        var then = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromDays(1));
        await host.AcceptAsync(new UpdateRole(desk, "Counter", null, host.Tail()));
        await host.AcceptAsync(new DeleteRole(auditors, null));

        (await NamesAsync(host, "role:Desk", then)).ShouldBe(["ada"]);
        (await NamesAsync(host, "role:Counter", then)).ShouldBeEmpty();
        (await NamesAsync(host, "permission:audit.read", then)).ShouldBe(["bob"]);
        (await NamesAsync(host, "permission:audit.read", at: null)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AccountThatWasPurgedSince_IsListed_AndOneThatCameLaterIsNot()
    {
        await using var host = await StartAsync();
        var ada = await host.CreateUserAsync("ada");
        var then = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromDays(1));
        await host.AcceptAsync(new DeleteUser(ada));
        await host.AcceptAsync(new PurgeUser(ada, "ada"));
        await host.CreateUserAsync("bob");

        (await NamesAsync(host, "", then)).ShouldBe([EventSealing.Erased]);
        (await NamesAsync(host, "", then.AddMinutes(-1))).ShouldBeEmpty();
        (await NamesAsync(host, "", at: null)).ShouldBe(["bob"]);
    }

    [Fact]
    public async Task Lock_ThatHasEndedSince_CountsAsOneThen()
    {
        await using var host = await StartAsync();
        var ada = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new LockUser(ada, _clock.GetUtcNow().AddHours(1)));
        var then = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromDays(1));

        (await NamesAsync(host, "state:locked", then)).ShouldBe(["ada"]);
        (await NamesAsync(host, "state:locked", then.AddHours(2))).ShouldBeEmpty();
    }

    [Fact]
    public async Task PastList_NeedsThePermissionForTheHistory()
    {
        await using var host = await StartAsync();
        var reader = await host.CreateActorAsync("rita", Permissions.UsersRead);
        var auditor = await host.CreateActorAsync("otto", Permissions.UsersRead, Permissions.AuditRead);
        var at = _clock.GetUtcNow();

        (await host.AskAsync(new ListUsers { At = at }, reader)).Refusal.ShouldNotBeNull();
        (await host.AskAsync(new GetUserFacets { At = at }, reader)).Refusal.ShouldNotBeNull();
        (await host.AskAsync(new TakeUserKeys { At = at }, reader)).Refusal.ShouldNotBeNull();
        (await host.AskAsync(new ListUsersByKey([auditor.Id]) { At = at }, reader)).Refusal.ShouldNotBeNull();
        (await host.AskAsync(new ListUsers { At = at }, auditor)).Value.ShouldNotBeNull();
        (await host.AskAsync(new ListUsers { At = at.AddHours(1) }, auditor))
            .Refusal.ShouldNotBeNull()
            .Code.ShouldBe("users.moment-to-come");
    }

    private Task<TestHost> StartAsync() =>
        TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_clock));

    private static async Task<string> AdministratorAsync(TestHost host) =>
        (await host.AskAsync(new UserAdmin.Roles.Queries.ListRoles()))
            .Value.ShouldNotBeNull()
            .Items.Single(role => role.Name == "Administrator")
            .Id;

    private static async Task<IEnumerable<string>> NamesAsync(TestHost host, string search, DateTimeOffset? at) =>
        (await host.AskAsync(new ListUsers(search) { At = at }))
            .Value.ShouldNotBeNull()
            .Items.Select(row => row.UserName);
}
