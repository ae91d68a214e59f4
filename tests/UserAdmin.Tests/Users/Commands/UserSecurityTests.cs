using UserAdmin.Account;
using UserAdmin.Audit.Queries;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Commands;

public sealed class UserSecurityTests
{
    private const string Temporary = "orange ladder 77 cloud";

    [Fact]
    public async Task SetTemporaryPassword_OfASignedInPerson_EndsTheSessionAndAsksForAnother()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        var session = await host.SignInAsync("ada@example.com");

        await host.AcceptAsync(new SetTemporaryPassword(id, Temporary));

        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
        (await host.TrySignInAsync("ada@example.com")).ShouldBeNull();
        (await host.TrySignInAsync("ada@example.com", Temporary)).ShouldNotBeNull();
        (await host.GetUserAsync(id)).MustChangePassword.ShouldBeTrue();
        new SetTemporaryPassword(id, Temporary).ToString().ShouldNotContain(Temporary);
        host.DumpWrite().ShouldNotContain(Temporary);
    }

    [Fact]
    public async Task SetTemporaryPassword_WhenWeak_IsRefusedBesideTheField()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");

        var error = (await host.SendAsync(new SetTemporaryPassword(id, "password1234"))).Errors.ShouldHaveSingleItem();

        (error.Code, error.Field).ShouldBe(("password.weak", nameof(SetTemporaryPassword.Password)));
    }

    [Fact]
    public async Task SetTemporaryPassword_OfOneself_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();

        (await host.SendAsync(new SetTemporaryPassword(admin.Id, Temporary), admin))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.OwnPassword);
    }

    [Fact]
    public async Task SetTemporaryPassword_OfAnAdministratorByAHelpDesk_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead, Permissions.UsersPasswords);
        var id = await host.CreateUserAsync("ada");

        (await host.SendAsync(new SetTemporaryPassword(admin.Id, Temporary), helper))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.HoldsMore);
        await host.AcceptAsync(new SetTemporaryPassword(id, Temporary), helper);
        (await host.SendAsync(new DisableUser(id), helper))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("not-permitted");
    }

    [Fact]
    public async Task EndSession_OfOneOfTwo_EndsThatOneOnly()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        var (first, second) = (await host.SignInAsync("ada@example.com"), await host.SignInAsync("ada@example.com"));
        var sessions = (await host.AskAsync(new ListUserSessions(id))).Value!.Items;
        sessions.Count.ShouldBe(2);
        var secondRef = (await host.Get<ISessions>().FindAsync(second))!.SessionRef;

        await host.AcceptAsync(new EndSession(id, secondRef));

        (await host.Get<ISessions>().FindAsync(first)).ShouldNotBeNull();
        (await host.Get<ISessions>().FindAsync(second)).ShouldBeNull();
        (await host.AskAsync(new ListUserSessions(id)))
            .Value!.Items.ShouldHaveSingleItem()
            .SessionRef.ShouldNotBe(secondRef);
        (await host.SendAsync(new EndSession(id, secondRef)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.NoSuchSession);
    }

    [Fact]
    public async Task EndAllSessions_Always_EndsThemAll()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        var (first, second) = (await host.SignInAsync("ada@example.com"), await host.SignInAsync("ada@example.com"));

        await host.AcceptAsync(new EndAllSessions(id));

        (await host.Get<ISessions>().FindAsync(first)).ShouldBeNull();
        (await host.Get<ISessions>().FindAsync(second)).ShouldBeNull();
        (await host.AskAsync(new ListUserSessions(id))).Value!.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task UserClaims_AddedChangedAndRemoved_AreListed()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");

        await host.AcceptAsync(new AddUserClaim(id, "team", "blue"));
        (await host.SendAsync(new AddUserClaim(id, " team ", "blue")))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.ClaimThere);
        await host.AcceptAsync(new AddUserClaim(id, "team", "red"));
        await host.AcceptAsync(new ChangeUserClaim(id, "team", "blue", "green"));
        (await host.SendAsync(new ChangeUserClaim(id, "team", "blue", "black")))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(UserErrors.NoSuchClaim.Code);
        await host.AcceptAsync(new RemoveUserClaim(id, "team", "red"));

        (await host.AskAsync(new ListUserClaims(id))).Value!.Items.ShouldHaveSingleItem().Value.ShouldBe("green");
    }

    [Theory]
    [InlineData("permission")]
    [InlineData("PERMISSION")]
    [InlineData("http://schemas.microsoft.com/ws/2008/06/identity/claims/role")]
    [InlineData("role")]
    [InlineData(" sub ")]
    [InlineData("AspNet.Identity.SecurityStamp")]
    public async Task AddUserClaim_OfATypeThatIdentifiesTheUser_IsRefused(string type)
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");

        (await host.SendAsync(new AddUserClaim(id, type, "x")))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(UserErrors.ClaimReserved.Code);
    }

    [Fact]
    public async Task Reason_OfEveryCommand_IsInTheHistory()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);

        (await host.SendAsync(new RequirePasswordChange(id), reason: "TICKET-42")).IsAccepted.ShouldBeTrue();

        (await host.AskAsync(new GetUserHistory(id))).Value!.Items[0].Reason.ShouldBe("TICKET-42");
    }
}
