using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Roles.Commands;

public sealed class DeleteRoleTests
{
    [Fact]
    public async Task DeleteRole_WithoutAnother_StripsItsMembers()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var role = await host.CreateRoleAsync("Help desk", Permissions.UsersRead);
        var ada = await host.CreateMemberAsync("ada", role);
        var (session, stamp) = (await host.SignInAsync("ada"), host.StampOf(ada));

        await host.AcceptAsync(new DeleteRole(role.Id, null), admin);

        (await host.AskAsync(new GetRole(role.Id))).Value.ShouldBeNull();
        (await host.GetUserAsync(ada)).Roles.ShouldBe("");
        (await host.AskAsync(new ListUserRoles(ada))).Value!.Total.ShouldBe(0);
        var entry = (await host.AskAsync(new GetUserHistory(ada))).Value!.Items[0];
        (entry.What, entry.ActorName, entry.Changes[0].From).ShouldBe(("Role removed", "admin", "Help desk"));
        (await host.AskAsync(new GetUserHistory(role.Id))).Value!.Items[0].What.ShouldBe("Role deleted");
        host.StampOf(ada).ShouldNotBe(stamp);
        (await host.FindSessionAsync(session)).ShouldBeNull();
        host.Read(context =>
                (
                    context.Roles.Count(row => row.Id == role.Id),
                    context.RoleClaims.Count(row => row.RoleId == role.Id),
                    context.UserRoles.Count(row => row.UserId == ada)
                )
            )
            .ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task DeleteRole_WithAnother_MovesThoseWhoDoNotHoldItYet()
    {
        await using var host = await TestHost.StartAsync();
        var (role, other) = (
            await host.CreateRoleAsync("Help desk", Permissions.UsersRead),
            await host.CreateRoleAsync("Service point", Permissions.UsersRead)
        );
        var (ada, bob) = (await host.CreateMemberAsync("ada", role), await host.CreateMemberAsync("bob", role, other));

        await host.AcceptAsync(new DeleteRole(role.Id, other.Id));

        (await host.GetUserAsync(ada)).Roles.ShouldBe("Service point");
        (await host.GetUserAsync(bob)).Roles.ShouldBe("Service point");
        (await host.GetRoleAsync(other.Id)).MemberCount.ShouldBe(2);
        (await host.AskAsync(new GetUserHistory(ada)))
            .Value!.Items.Take(2)
            .Select(entry => entry.What)
            .ShouldBe(["Role assigned", "Role removed"]);
        (await host.AskAsync(new GetUserHistory(bob))).Value!.Items[0].What.ShouldBe("Role removed");
        (await host.AskAsync(new GetUserHistory(role.Id)))
            .Value!.Items[0]
            .What.ShouldBe("Role deleted, its members moved to Service point");
        host.Read(context => context.UserRoles.Count(row => row.RoleId == other.Id)).ShouldBe(2);
    }

    [Fact]
    public async Task DeleteRole_ByAMember_KeepsThemSignedIn()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Help desk", Permissions.RolesManage, Permissions.RolesAssign);
        var ada = await host.CreateMemberAsync("ada", role);
        var session = await host.SignInAsync("ada");

        await host.AcceptAsync(new DeleteRole(role.Id, null), Actor.User(ada));

        (await host.FindSessionAsync(session)).ShouldNotBeNull().Permissions.ShouldBeEmpty();
    }

    [Fact]
    public async Task DeleteRole_OfSomeoneWhoHoldsMore_IsRefusedAndPreviewedByName()
    {
        await using var host = await TestHost.StartAsync();
        var (role, above) = (
            await host.CreateRoleAsync("Help desk", Permissions.RolesRead),
            await host.CreateRoleAsync("Operators", Permissions.SystemManage)
        );
        await host.CreateMemberAsync("ada", role);
        var boss = await host.CreateMemberAsync("boss", role, above);
        var actor = await host.CreateActorAsync(
            "manager",
            Permissions.RolesManage,
            Permissions.RolesRead,
            Permissions.RolesAssign
        );

        (await host.SendAsync(new DeleteRole(role.Id, null), actor)).Errors.ShouldBe([RoleErrors.MembersHoldMore(1)]);

        var preview = (await host.AskAsync(new PreviewRoleDeletion(role.Id, null), actor)).Value.ShouldNotBeNull();
        (preview.Members, preview.BlockedCount, preview.Obstacle).ShouldBe(
            (2, 1, RoleErrors.MembersHoldMore(1).Message)
        );
        var blocked = preview.Blocked.ShouldHaveSingleItem();
        (blocked.UserId, blocked.DisplayName).ShouldBe((boss, "boss"));
        blocked.Because.ShouldContain("Operators");
        (await host.AskAsync(new PreviewRoleDeletion(role.Id, null))).Value!.Obstacle.ShouldBeNull();
    }

    [Fact]
    public async Task DeleteRole_MovingToARoleThatAllowsMoreOrIsGone_IsRefusedBesideTheField()
    {
        await using var host = await TestHost.StartAsync();
        var (role, above) = (
            await host.CreateRoleAsync("Help desk", Permissions.RolesRead),
            await host.CreateRoleAsync("Operators", Permissions.SystemManage)
        );
        var actor = await host.CreateActorAsync(
            "manager",
            Permissions.RolesManage,
            Permissions.RolesRead,
            Permissions.RolesAssign
        );

        (await host.SendAsync(new DeleteRole(role.Id, above.Id), actor)).Errors.ShouldBe([
            RoleErrors.GrantsMore with
            {
                Field = "MoveMembersTo",
            },
        ]);
        (await host.SendAsync(new DeleteRole(role.Id, "gone"), actor)).Errors.ShouldBe([
            RoleErrors.NotFound with
            {
                Field = "MoveMembersTo",
            },
        ]);
        (await host.SendAsync(new DeleteRole(role.Id, role.Id), actor))
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("MoveMembersTo");
        (await host.SendAsync(new DeleteRole(above.Id, null), actor)).Errors.ShouldBe([RoleErrors.GrantsMore]);
        (await host.AskAsync(new PreviewRoleDeletion(role.Id, above.Id), actor))
            .Value!.Obstacle.ShouldNotBeNull()
            .ShouldContain("Operators");
    }

    [Fact]
    public async Task DeleteRole_Administrator_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var role = (await host.AskAsync(new ListRoles())).Value!.Items.Single();

        (await host.SendAsync(new DeleteRole(role.Id, null))).Errors.ShouldBe([RoleErrors.Administrator]);
        (await host.AskAsync(new PreviewRoleDeletion(role.Id, null))).Value!.Obstacle.ShouldBe(
            RoleErrors.Administrator.Message
        );
    }

    [Fact]
    public async Task DeleteRole_OfMoreThanTenThousand_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var roleId = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(roleId, "Everybody", null, []));
        using (var context = host.Get<IDbContextFactory<WriteContext>>().CreateDbContext())
        {
            for (var i = 0; i <= IRoleMembers.MostAtOnce; i++)
            {
                context.Users.Add(
                    new()
                    {
                        Id = $"u{i}",
                        UserName = $"u{i}",
                        NormalizedUserName = $"U{i}",
                    }
                );
                context.UserRoles.Add(new IdentityUserRole<string> { UserId = $"u{i}", RoleId = roleId });
            }

            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        (await host.SendAsync(new DeleteRole(roleId, null))).Errors.ShouldBe([RoleErrors.TooManyMembers]);
    }

    [Fact]
    public async Task DeleteRole_WithMembersOfAStockApplication_MovesThemWithoutAnEvent()
    {
        await using var host = await TestHost.StartAsync();
        var (role, other) = (await host.CreateRoleAsync("Help desk"), await host.CreateRoleAsync("Service point"));
        var ada = await host.CreateMemberAsync("ada", role);
        using (var context = host.Get<IDbContextFactory<WriteContext>>().CreateDbContext())
        {
            context.Users.Add(
                new()
                {
                    Id = "stock",
                    UserName = "stock",
                    NormalizedUserName = "STOCK",
                }
            );
            context.UserRoles.Add(new IdentityUserRole<string> { UserId = "stock", RoleId = role.Id });
            context.UserRoles.Remove(context.UserRoles.Single(member => member.UserId == ada));
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await host.AcceptAsync(new DeleteRole(role.Id, other.Id));

        (await host.GetUserAsync(ada)).Roles.ShouldBe("", "the stock application had taken it away");
        host.Read(context => context.UserRoles.Single(member => member.UserId == "stock").RoleId).ShouldBe(other.Id);
        host.ReadLog().ShouldNotContain(record => record.SubjectId == "stock");
    }

    [Fact]
    public async Task AssignRole_ThatAStockApplicationTookAway_IsShownAgain()
    {
        await using var host = await TestHost.StartAsync();
        var role = await host.CreateRoleAsync("Help desk");
        var ada = await host.CreateMemberAsync("ada", role);
        using (var context = host.Get<IDbContextFactory<WriteContext>>().CreateDbContext())
        {
            await context.UserRoles.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        }

        await host.AcceptAsync(new AssignRole(ada, role.Id));

        (await host.GetRoleAsync(role.Id)).MemberCount.ShouldBe(1);
        (await host.GetUserAsync(ada)).Roles.ShouldBe("Help desk");
    }
}
