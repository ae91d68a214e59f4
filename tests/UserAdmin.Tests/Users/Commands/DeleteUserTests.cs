using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Commands;

public sealed class DeleteUserTests
{
    [Fact]
    public async Task DeleteUser_OfASignedInPerson_EndsTheSessionAndKeepsTheAddressReserved()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        var session = await host.SignInAsync("ada@example.com");

        await host.AcceptAsync(new DeleteUser(id));

        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
        (await host.TrySignInAsync("ada@example.com")).ShouldBeNull();
        var row = await host.GetUserAsync(id);
        row.StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Deleted);
        (row.PurgeAt - row.DeletedAt)!.Value.TotalDays.ShouldBe(30, 0.01);
        (await host.SendAsync(new CreateUser(TestHost.NewId(), "other", "ada@example.com", "Other")))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(UserErrors.EmailTaken.Code);
    }

    [Theory]
    [InlineData(false, UserState.Active)]
    [InlineData(true, UserState.Disabled)]
    public async Task RestoreUser_OfADeletedOne_BringsBackTheStateItWasIn(bool wasDisabled, UserState state)
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        if (wasDisabled)
        {
            await host.AcceptAsync(new DisableUser(id));
        }

        await host.AcceptAsync(new DeleteUser(id));
        await host.AcceptAsync(new RestoreUser(id));

        (await host.GetUserAsync(id)).StateAt(DateTimeOffset.UtcNow).ShouldBe(state);
        (await host.TrySignInAsync("ada@example.com") is not null).ShouldBe(!wasDisabled);
    }

    [Fact]
    public async Task DeletedUser_ForEveryOtherCommand_IsRefusedAndNothingChanges()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        await host.AcceptAsync(new DeleteUser(id));
        var before = host.DumpWrite();

        foreach (
            var command in (UserAdmin.Messaging.ICommand[])
                [
                    new DisableUser(id),
                    new EnableUser(id),
                    new UnlockUser(id),
                    new ChangeUserPhone(id, "1", 0),
                    new SetTemporaryPassword(id, TestHost.Password),
                    new SendPasswordReset(id),
                    new EndAllSessions(id),
                    new AddUserClaim(id, "a", "b"),
                    new ResetTwoFactor(id),
                    new SetUserExpiry(id, null),
                    new ConfirmUserEmail(id),
                ]
        )
        {
            (await host.SendAsync(command))
                .Errors.ShouldHaveSingleItem()
                .ShouldBe(UserErrors.Deleted, command.GetType().Name);
        }

        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task PurgeUser_WithTheTypedUserName_RemovesAllButTheHistory()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        var roleId = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(roleId, "Reader", null, []));
        await host.AcceptAsync(new AssignRole(id, roleId));
        await host.AcceptAsync(new AddUserClaim(id, "team", "blue"));
        await host.AcceptAsync(new DeleteUser(id));

        (await host.SendAsync(new PurgeUser(id, "Ada")))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.NotConfirmed);
        await host.AcceptAsync(new PurgeUser(id, "ada"));

        (await host.AskAsync(new GetUser(id))).Value.ShouldBeNull();
        (await host.AskAsync(new ListUserRoles(id))).Value!.Items.ShouldBeEmpty();
        (await host.AskAsync(new ListUserClaims(id))).Value!.Items.ShouldBeEmpty();
        (await host.AskAsync(new ListRoles())).Value!.Items.Single(role => role.Id == roleId).MemberCount.ShouldBe(0);
        (await host.AskAsync(new GetUserHistory(id))).Value!.Items[0].EventType.ShouldBe(nameof(UserPurged));
        (await host.SendAsync(new RestoreUser(id))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.NotFound);
        await using (var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync())
        {
            (
                await context.Users.CountAsync()
                + await context.UserProfiles.CountAsync()
                + await context.UserClaims.CountAsync()
                + await context.UserRoles.CountAsync()
            ).ShouldBe(0);
        }

        await host.AcceptAsync(new CreateUser(TestHost.NewId(), "ada", "ada@example.com", "Another Ada"));
    }

    [Fact]
    public async Task PurgeUser_OfOneThatIsNotDeleted_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");

        (await host.SendAsync(new PurgeUser(id, "ada"))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.NotDeleted);
    }

    [Fact]
    public async Task LifecycleRunner_WhenTheRestorePeriodIsOver_PurgesAndNotBefore()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await TestHost.StartAsync(
            follow: false,
            configure: services => services.AddSingleton<TimeProvider>(clock)
        );
        var (gone, back) = (await host.CreateUserAsync("gone"), await host.CreateUserAsync("back"));
        await host.AcceptAsync(new DeleteUser(gone));
        await host.AcceptAsync(new DeleteUser(back));

        clock.Advance(TimeSpan.FromDays(29.9));
        await host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        await host.AcceptAsync(new RestoreUser(back));
        (await host.SendAsync(new DeleteUser(gone))).IsAccepted.ShouldBeTrue();
        clock.Advance(TimeSpan.FromDays(0.2));
        await host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

        (await host.SendAsync(new RestoreUser(gone))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.NotFound);
        (await host.SendAsync(new DisableUser(back))).IsAccepted.ShouldBeTrue();
    }
}
