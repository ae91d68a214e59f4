using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Commands;

public sealed class DisableUserTests
{
    [Fact]
    public async Task DisableUser_OfASignedInPerson_EndsTheSessionAndKeepsThemOut()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        var session = TestHost.NewSessionId();
        await host.AcceptAsync(new SignIn(session, "ada@example.com", TestHost.Password), Actor.Anonymous);
        (await host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull();

        await host.AcceptAsync(new DisableUser(id));

        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
        await host.AcceptAsync(new SignIn(session, "ada@example.com", TestHost.Password), Actor.Anonymous);
        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
        (await host.GetUserAsync(id)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Disabled);
    }

    [Fact]
    public async Task DisableUser_OfAnActor_TakesTheirPermissionsAtOnce()
    {
        await using var host = await TestHost.StartAsync();
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead);
        (await host.AskAsync(new ListUsers(), helper)).Refusal.ShouldBeNull();

        await host.AcceptAsync(new DisableUser(helper.Id));

        (await host.AskAsync(new ListUsers(), helper)).Refusal.ShouldBe(MessagingErrors.NotSignedIn);
    }

    [Fact]
    public async Task DisableUser_Always_IsALockoutWithoutEndAndANewSecurityStampForStockApplications()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var before = await StoredAsync(host, id);

        await host.AcceptAsync(new DisableUser(id));

        var after = await StoredAsync(host, id);
        (after.LockoutEnabled, after.LockoutEnd).ShouldBe((true, DateTimeOffset.MaxValue));
        after.SecurityStamp.ShouldNotBe(before.SecurityStamp);
        after.ConcurrencyStamp.ShouldNotBe(before.ConcurrencyStamp);
    }

    [Fact]
    public async Task DisableUser_WhenLastAdministrator_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var second = await host.CreateAdministratorAsync("second");
        await host.AcceptAsync(new DisableUser(second.Id), admin);

        (await host.SendAsync(new DisableUser(admin.Id)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.LastAdministrator);
    }

    [Fact]
    public async Task DisableUser_WhenTheOtherAdministratorCannotSignIn_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        await host.AcceptAsync(new MakeAdministrator(await host.CreateUserAsync("nopassword")));

        (await host.SendAsync(new DisableUser(admin.Id)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.LastAdministrator);
    }

    [Fact]
    public async Task DisableUser_OfOneself_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        await host.CreateAdministratorAsync("second");

        (await host.SendAsync(new DisableUser(admin.Id), admin))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.Oneself);
    }

    [Fact]
    public async Task DisableUser_WhoHoldsMoreThanTheActor_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var helper = await host.CreateActorAsync("helper", Permissions.UsersDisable, Permissions.UsersEdit);

        (await host.SendAsync(new DisableUser(admin.Id), helper))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.HoldsMore);
        (await host.SendAsync(new ChangeUserEmail(admin.Id, "mine@example.com", long.MaxValue), helper))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.HoldsMore);
    }

    [Fact]
    public async Task DisableUser_OfAStockApplicationsOwnAccount_IsRefusedAndNothingBreaks()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        await using (var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync())
        {
            context.Add(
                new User
                {
                    Id = "stock",
                    UserName = "stock",
                    NormalizedUserName = "STOCK",
                    Email = "stock@example.com",
                    NormalizedEmail = "STOCK@EXAMPLE.COM",
                    PasswordHash = "x",
                }
            );
            await context.SaveChangesAsync();
        }

        (await host.SendAsync(new DisableUser("stock"), admin))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.NotFound);
        (await host.SendAsync(new ChangeUserEmail("stock", "a@example.com", 0), admin))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.NotFound);
        (
            await host.SendAsync(new SignIn(TestHost.NewSessionId(), "stock", "x"), Actor.Anonymous)
        ).IsAccepted.ShouldBeTrue();
        (await host.SendAsync(new CreateUser(TestHost.NewId(), "Stock", "other@example.com", "Other"), admin))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(UserErrors.UserNameTaken.Code);
        await host.CatchUpAsync();
    }

    [Fact]
    public async Task ChangeUserEmail_OfAnAdministratorByAHelperWithForeignClaims_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var helper = await host.CreateActorAsync("helper", Permissions.UsersEdit);
        await using (var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync())
        {
            var roleId = await context
                .UserRoles.Where(member => member.UserId == helper.Id)
                .Select(member => member.RoleId)
                .SingleAsync();
            context.AddRange(
                Enumerable
                    .Range(0, 20)
                    .Select(i => new Microsoft.AspNetCore.Identity.IdentityRoleClaim<string>
                    {
                        RoleId = roleId,
                        ClaimType = Permissions.ClaimType,
                        ClaimValue = $"another.{i}",
                    })
            );
            await context.SaveChangesAsync();
        }

        (await host.SendAsync(new ChangeUserEmail(admin.Id, "mine@example.com", long.MaxValue), helper))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.HoldsMore);
    }

    [Fact]
    public async Task DisableUser_Twice_IsAcceptedWithoutASecondEvent()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var first = await host.AcceptAsync(new DisableUser(id));

        (await host.AcceptAsync(new DisableUser(id))).ShouldBe(first);
    }

    [Fact]
    public async Task EnableUser_OfADisabledOne_LetsThemInAgain()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        await host.AcceptAsync(new DisableUser(id));

        await host.AcceptAsync(new EnableUser(id));

        var session = TestHost.NewSessionId();
        await host.AcceptAsync(new SignIn(session, "ada@example.com", TestHost.Password), Actor.Anonymous);
        (await host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull();
        (await StoredAsync(host, id)).LockoutEnd.ShouldBeNull();
        (await host.GetUserAsync(id)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Active);
    }

    private static async Task<User> StoredAsync(TestHost host, string id)
    {
        await using var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync();
        return await context.Users.AsNoTracking().SingleAsync(user => user.Id == id);
    }
}
