using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Commands;

public sealed class AssignRoleTests
{
    [Fact]
    public async Task AssignRole_ToAUser_AllowsAtOnceAndSaysByWhom()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var id = await host.CreateUserAsync("ada");
        var roleId = TestHost.NewId();
        await host.AcceptAsync(
            new CreateRole(roleId, "Help desk", "Answers the phone", [Permissions.UsersRead]),
            admin
        );
        (await host.AskAsync(new ListUsers(), Actor.User(id))).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.UsersRead)
        );

        await host.AcceptAsync(new AssignRole(id, roleId), admin);

        (await host.AskAsync(new ListUsers(), Actor.User(id))).Refusal.ShouldBeNull();
        (await host.GetUserAsync(id)).Roles.ShouldBe("Help desk");
        var held = (await host.AskAsync(new ListUserRoles(id))).Value!.Items.ShouldHaveSingleItem();
        (held.RoleName, held.GrantedBy).ShouldBe(("Help desk", "admin"));
        var role = (await host.AskAsync(new ListRoles())).Value!.Items.Single(row => row.Id == roleId);
        (role.MemberCount, role.Permissions).ShouldBe((1, Permissions.UsersRead));
    }

    [Fact]
    public async Task AssignRole_ThatAllowsMoreThanTheActorMay_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateAdministratorAsync();
        var granter = await host.CreateActorAsync(
            "granter",
            Permissions.RolesAssign,
            Permissions.RolesManage,
            Permissions.RolesRead
        );
        var administrator = (await host.AskAsync(new ListRoles(), granter)).Value!.Items.Single(role =>
            role.Name == "Administrator"
        );

        (await host.SendAsync(new AssignRole(granter.Id, administrator.Id), granter))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("roles.grants-more");
        (await host.SendAsync(new CreateRole(TestHost.NewId(), "Mine", null, [Permissions.SystemManage]), granter))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("roles.grants-more");
    }

    [Fact]
    public async Task RemoveRole_OfAUser_ForbidsAtOnce()
    {
        await using var host = await TestHost.StartAsync();
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead);
        var held = (await host.AskAsync(new ListUserRoles(helper.Id))).Value!.Items.Single();
        (await host.AskAsync(new ListUsers(), helper)).Refusal.ShouldBeNull();

        await host.AcceptAsync(new RemoveRole(helper.Id, held.RoleId));

        (await host.AskAsync(new ListUsers(), helper)).Refusal.ShouldBe(
            MessagingErrors.NotPermitted(Permissions.UsersRead)
        );
        (await host.GetUserAsync(helper.Id)).Roles.ShouldBe("");
        (await host.AskAsync(new ListRoles()))
            .Value!.Items.Single(role => role.Id == held.RoleId)
            .MemberCount.ShouldBe(0);
    }

    [Fact]
    public async Task RemoveRole_OfTheLastAdministrator_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var role = (await host.AskAsync(new ListUserRoles(admin.Id))).Value!.Items.Single();

        (await host.SendAsync(new RemoveRole(admin.Id, role.RoleId), admin))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.LastAdministrator);
    }
}
