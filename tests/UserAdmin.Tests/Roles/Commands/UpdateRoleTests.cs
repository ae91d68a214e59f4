using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Roles.Commands;

public sealed class UpdateRoleTests
{
    [Fact]
    public async Task UpdateRole_WithAnotherNameAndDescription_IsShownEverywhere()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var role = await host.CreateRoleAsync("Help desk", Permissions.UsersRead);
        var (ada, second) = (
            await host.CreateUserAsync("ada"),
            await host.CreateRoleAsync("Archive", Permissions.AuditRead)
        );
        await host.AcceptAsync(new AssignRole(ada, role.Id));
        await host.AcceptAsync(new AssignRole(ada, second.Id));

        await host.AcceptAsync(new UpdateRole(role.Id, " Service point ", "Answers the phone", role.Version), admin);

        var now = await host.GetRoleAsync(role.Id);
        (now.Name, now.Description).ShouldBe(("Service point", "Answers the phone"));
        now.Version.ShouldBe(host.Tail());
        (await host.GetUserAsync(ada)).Roles.ShouldBe("Archive, Service point");
        (await host.AskAsync(new ListUserRoles(ada)))
            .Value!.Items.Select(held => held.RoleName)
            .ShouldBe(["Archive", "Service point"]);
        (await host.AskAsync(new GetUserHistory(role.Id)))
            .Value!.Items.Take(2)
            .Select(entry => (entry.What, entry.Changes[0].From, entry.Changes[0].To))
            .ShouldBe([
                ("Description changed", null, "Answers the phone"),
                ("Role renamed", "Help desk", "Service point"),
            ]);
    }

    [Fact]
    public async Task UpdateRole_OfFieldsThatDiffer_IsMergedWithTheOther()
    {
        await using var host = await TestHost.StartAsync();
        var seen = await host.CreateRoleAsync("Help desk");
        await host.AcceptAsync(new UpdateRole(seen.Id, "Help desk", "Theirs", seen.Version));

        await host.AcceptAsync(new UpdateRole(seen.Id, "Service point", null, seen.Version));

        var now = await host.GetRoleAsync(seen.Id);
        (now.Name, now.Description).ShouldBe(("Service point", "Theirs"));
    }

    [Fact]
    public async Task UpdateRole_OfAFieldSomebodyElseChanged_IsRefusedAsStale()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var seen = await host.CreateRoleAsync("Help desk");
        await host.AcceptAsync(new UpdateRole(seen.Id, "Theirs", null, seen.Version), admin);

        var stale = (await host.SendAsync(new UpdateRole(seen.Id, "Mine", null, seen.Version)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBeOfType<StaleEdit>();

        (stale.Field, stale.Current, stale.ChangedBy).ShouldBe(("Name", "Theirs", "admin"));
        await host.AcceptAsync(new UpdateRole(seen.Id, "Mine", null, stale.Version));
        (await host.GetRoleAsync(seen.Id)).Name.ShouldBe("Mine");
    }

    [Fact]
    public async Task UpdateRole_ToATakenName_IsRefusedBesideTheField()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Help desk");
        await host.CreateRoleAsync("Auditors");

        var error = (
            await host.SendAsync(new UpdateRole(role.Id, "AUDITORS", null, role.Version))
        ).Errors.ShouldHaveSingleItem();

        error.ShouldBe(RoleErrors.NameTaken);
        await host.AcceptAsync(new UpdateRole(role.Id, "HELP DESK", null, role.Version));
    }

    [Fact]
    public async Task UpdateRole_OfAdministrator_KeepsTheName()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var role = (await host.AskAsync(new ListRoles())).Value!.Items.Single();

        (await host.SendAsync(new UpdateRole(role.Id, "Root", role.Description, role.Version), admin))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("roles.administrator");

        await host.AcceptAsync(new UpdateRole(role.Id, role.Name, "Everything", role.Version), admin);
        (await host.GetRoleAsync(role.Id)).Description.ShouldBe("Everything");
    }

    [Fact]
    public async Task UpdateRole_ThatAllowsMoreThanTheActorMay_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Operators", Permissions.SystemManage);
        var actor = await host.CreateActorAsync("manager", Permissions.RolesManage, Permissions.RolesRead);

        (await host.SendAsync(new UpdateRole(role.Id, "Mine", null, role.Version), actor)).Errors.ShouldBe([
            RoleErrors.GrantsMore,
        ]);
    }

    [Fact]
    public async Task UpdateRole_WithAnotherName_RotatesTheStampOfMembersAndKeepsTheirSessionsHere()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Help desk");
        var (ada, bob) = (
            await host.CreateUserAsync("ada", TestHost.Password),
            await host.CreateUserAsync("bob", TestHost.Password)
        );
        await host.AcceptAsync(new AssignRole(ada, role.Id));
        var (session, stamp, other) = (await host.SignInAsync("ada"), host.StampOf(ada), host.StampOf(bob));

        await host.AcceptAsync(new UpdateRole(role.Id, "Service point", null, role.Version));

        host.StampOf(ada).ShouldNotBe(stamp);
        host.StampOf(bob).ShouldBe(other);
        (await host.FindSessionAsync(session)).ShouldNotBeNull();
    }
}
