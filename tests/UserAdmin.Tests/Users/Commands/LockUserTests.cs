using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Commands;

public sealed class LockUserTests
{
    private static DateTimeOffset Later => DateTimeOffset.UtcNow.AddHours(2);

    [Fact]
    public async Task LockUser_OfASignedInPerson_EndsTheSessionAndIsShown()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        var session = await host.SignInAsync("ada@example.com");

        await host.AcceptAsync(new LockUser(id, Later));

        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
        (await host.GetUserAsync(id)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Locked);
        (await host.GetUserAsync(id)).StateAt(DateTimeOffset.UtcNow.AddHours(3)).ShouldBe(UserState.Active);
        (await host.AskAsync(new ListUserSessions(id))).Value!.Items.ShouldBeEmpty();
        (await host.TrySignInAsync("ada@example.com")).ShouldBeNull();
    }

    [Fact]
    public async Task UnlockUser_OfALockedOne_LetsThemInAgain()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        await host.AcceptAsync(new LockUser(id, Later));

        await host.AcceptAsync(new UnlockUser(id));

        (await host.TrySignInAsync("ada@example.com")).ShouldNotBeNull();
        (await host.GetUserAsync(id)).LockedUntil.ShouldBeNull();
    }

    [Fact]
    public async Task UnlockUser_AfterFailedSignIns_LetsThemInAgain()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        for (var i = 0; i < 5; i++)
        {
            (await host.TrySignInAsync("ada@example.com", "wrong password 12")).ShouldBeNull();
        }

        (await host.TrySignInAsync("ada@example.com")).ShouldBeNull();
        await host.AcceptAsync(new UnlockUser(id));

        (await host.TrySignInAsync("ada@example.com")).ShouldNotBeNull();
    }

    [Fact]
    public async Task LockUser_WhenThePastOrTheFarFutureIsChosen_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");

        foreach (
            var until in (DateTimeOffset[])
                [DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.MaxValue, DateTimeOffset.MinValue]
        )
        {
            (await host.SendAsync(new LockUser(id, until)))
                .Errors.ShouldHaveSingleItem()
                .Code.ShouldBe(UserErrors.NotInTheFuture.Code);
        }
    }

    [Fact]
    public async Task LockUser_WhenItMakesNoSense_IsRefusedWithTheReason()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var disabled = await host.CreateUserAsync("disabled");
        await host.AcceptAsync(new DisableUser(disabled));
        var invited = await host.CreateUserAsync("invited");
        await host.AcceptAsync(new InviteUser(invited));
        var deleted = await host.CreateUserAsync("deleted");
        await host.AcceptAsync(new DeleteUser(deleted));

        (await host.SendAsync(new LockUser(disabled, Later)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.Disabled);
        (await host.SendAsync(new LockUser(invited, Later))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.Invited);
        (await host.SendAsync(new LockUser(deleted, Later))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.Deleted);
        (await host.SendAsync(new LockUser(admin.Id, Later)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.LastAdministrator);
        await host.CreateAdministratorAsync("second");
        (await host.SendAsync(new LockUser(admin.Id, Later), admin))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.Oneself);
    }

    [Fact]
    public async Task DisableUser_WhenTheOtherAdministratorIsLocked_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var second = await host.CreateAdministratorAsync("second");
        await host.AcceptAsync(new LockUser(second.Id, Later));

        (await host.SendAsync(new DisableUser(admin.Id)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.LastAdministrator);
    }

    [Fact]
    public async Task LockUser_OfAnActor_TakesTheirPermissionsAtOnce()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead);
        (await host.AskAsync(new ListUsers(), helper)).Refusal.ShouldBeNull();

        await host.AcceptAsync(new LockUser(helper.Id, Later));

        (await host.AskAsync(new ListUsers(), helper)).Refusal.ShouldBe(MessagingErrors.NotSignedIn);
    }
}
