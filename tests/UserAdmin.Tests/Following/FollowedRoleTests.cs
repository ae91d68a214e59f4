using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EventLog;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Following;

/// <summary>What a stock application or plain SQL does to roles becomes events and is shown.</summary>
public sealed class FollowedRoleTests : IAsyncLifetime
{
    private FollowedHost _followed = null!;
    private TestHost _host = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _followed = await FollowedHost.StartAsync();
        _host = _followed.Host;
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
        await _followed.FollowAsync();
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    [Fact]
    public async Task Follow_ANewRoleWithAMember_RecordsTheRoleFirst()
    {
        var role = await CreateAsync("Editors");
        await _followed.ChangeAsync(_id, (users, user) => users.AddToRoleAsync(user, "Editors"));
        await _followed.FollowAsync();

        _followed
            .Observed()
            .Select(record => (record.Type, record.SubjectId))
            .ShouldBe([(nameof(RoleObserved), role), ("UserObservedChanged", _id)]);
        await _host.CatchUpAsync();
        var row = await RowAsync(role);
        (row.Name, row.MemberCount).ShouldBe(("Editors", 1));
        await _host.AcceptAsync(new UpdateRole(role, "Writers", "Those who write", row.Version));
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Follow_AMemberOfAnUnknownRole_RecordsTheRole()
    {
        var role = await CreateAsync("Editors");
        await _followed.FollowAsync();
        // As if the role had been made while there were no triggers.
        _host.Tamper("DELETE FROM \"AspNetRoles\" WHERE \"Name\" = 'Editors'");
        _host.Tamper($"DELETE FROM {TestProvider.ObservedQueue}");
        role = await CreateAsync("Authors");
        _host.Tamper($"DELETE FROM {TestProvider.ObservedQueue}");
        await _followed.ChangeAsync(_id, (users, user) => users.AddToRoleAsync(user, "Authors"));
        await _followed.FollowAsync();

        await _host.CatchUpAsync();
        (await RowAsync(role)).MemberCount.ShouldBe(1);
        (await _host.GetUserAsync(_id)).Roles.ShouldBe("Authors");
    }

    [Fact]
    public async Task Follow_PermissionsAndName_AreShown()
    {
        var role = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read", "roles.read"]));
        await _host.AcceptAsync(new AssignRole(_id, role));
        var before = _host.Tail();
        _host.Tamper(
            "INSERT INTO \"AspNetRoleClaims\" (\"RoleId\", \"ClaimType\", \"ClaimValue\") "
                + $"VALUES ('{role}', 'permission', 'users.purge')"
        );
        _host.Tamper($"DELETE FROM \"AspNetRoleClaims\" WHERE \"RoleId\" = '{role}' AND \"ClaimValue\" = 'roles.read'");
        _host.Tamper($"UPDATE \"AspNetRoles\" SET \"Name\" = 'Sweepers' WHERE \"Id\" = '{role}'");
        await _followed.FollowAsync();

        var changed = _followed.Events(role, before).ShouldHaveSingleItem().ShouldBeOfType<RoleObservedChanged>();
        (changed.FromName, changed.ToName).ShouldBe(("Readers", "Sweepers"));
        changed.Added.ShouldBe(["users.purge"]);
        changed.Removed.ShouldBe(["roles.read"]);
        await _host.CatchUpAsync();
        (await RowAsync(role)).PermissionNames.ShouldBe(["users.purge", "users.read"]);
        (await _host.GetUserAsync(_id)).Roles.ShouldBe("Sweepers");
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Follow_ClaimsThatAreNoPermissions_AreInTheHistoryOfTheRole()
    {
        var role = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read"]));
        var before = _host.Tail();
        _host.Tamper(
            "INSERT INTO \"AspNetRoleClaims\" (\"RoleId\", \"ClaimType\", \"ClaimValue\") "
                + $"VALUES ('{role}', 'region', 'north'), ('{role}', 'permission', 'orders.ship')"
        );
        await _followed.FollowAsync();
        _host.Tamper($"DELETE FROM \"AspNetRoleClaims\" WHERE \"ClaimValue\" = 'north'");
        await _followed.FollowAsync();

        _followed
            .Events(role, before)
            .Select(@event => @event.Changes.ToArray())
            .ShouldBe([
                [new("Claim permission", null, "orders.ship"), new("Claim region", null, "north")],
                [new FieldChange("Claim region", "north", null)],
            ]);
        await _host.CatchUpAsync();
        (await RowAsync(role)).OtherClaimList.ShouldBe([new RoleClaim("permission", "orders.ship")]);
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Follow_ADeletedRole_LeavesItsMembersWithoutIt()
    {
        var role = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read"]));
        await _host.AcceptAsync(new AssignRole(_id, role));
        var before = _host.Tail();
        await _followed.Stock.InScopeAsync(async services =>
        {
            var roles = services.GetRequiredService<RoleManager<IdentityRole>>();
            (await roles.DeleteAsync((await roles.FindByIdAsync(role))!)).Errors.ShouldBeEmpty();
            return 0;
        });
        await _followed.FollowAsync();

        _followed
            .Observed(before)
            .Select(record => (record.Type, record.SubjectId))
            .ShouldBe([("UserObservedChanged", _id), (nameof(RoleObservedGone), role)]);
        await _host.CatchUpAsync();
        (await _host.GetUserAsync(_id)).Roles.ShouldBe("");
        (await _host.AskAsync(new GetRole(role))).Value.ShouldBeNull();
        await _followed.ShouldAgreeAsync();
    }

    private Task<string> CreateAsync(string name) =>
        _followed.Stock.InScopeAsync(async services =>
        {
            var role = new IdentityRole(name);
            (await services.GetRequiredService<RoleManager<IdentityRole>>().CreateAsync(role)).Errors.ShouldBeEmpty();
            return role.Id;
        });

    private async Task<RoleRow> RowAsync(string id) => (await _host.AskAsync(new GetRole(id))).Value.ShouldNotBeNull();
}
