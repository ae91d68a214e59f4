using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Users.Commands;

public sealed class InviteUserTests
{
    [Fact]
    public async Task InviteUser_InOneSetWithTheCreation_IsInvitedWithALink()
    {
        await using var host = await TestHost.StartAsync();
        var id = TestHost.NewId();

        await host.AcceptAsync(
            new CommandSet([new CreateUser(id, "ada", "ada@example.com", "Ada"), new InviteUser(id)])
        );

        var row = await host.GetUserAsync(id);
        row.StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Invited);
        (row.InvitationExpiresAt - row.InvitedAt)!.Value.TotalDays.ShouldBe(7, 0.01);
        (await LinksAsync(host, id)).ShouldHaveSingleItem().Purpose.ShouldBe(LinkPurpose.Invitation);
    }

    [Fact]
    public async Task ResendInvitation_Always_InvalidatesTheOldLink()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new InviteUser(id));
        var old = (await LinksAsync(host, id)).Single().Id;

        await host.AcceptAsync(new ResendInvitation(id));

        (await LinksAsync(host, id)).ShouldHaveSingleItem().Id.ShouldNotBe(old);
        (await host.GetUserAsync(id)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Invited);
    }

    [Fact]
    public async Task RevokeInvitation_Always_LeavesNoLinkAndADisabledAccount()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new InviteUser(id));

        await host.AcceptAsync(new RevokeInvitation(id));

        (await LinksAsync(host, id)).ShouldBeEmpty();
        (await host.GetUserAsync(id)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Disabled);
        (await host.SendAsync(new RevokeInvitation(id))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.NotInvited);
        (await host.SendAsync(new ResendInvitation(id))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.Disabled);
    }

    [Fact]
    public async Task InviteUser_WhoCanSignInAlready_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada", TestHost.Password);

        (await host.SendAsync(new InviteUser(id))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.CanSignInAlready);
    }

    [Fact]
    public async Task InvitedUser_ForPasswordCommands_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new InviteUser(id));

        (await host.SendAsync(new SetTemporaryPassword(id, TestHost.Password)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.Invited);
        (await host.SendAsync(new SendPasswordReset(id))).Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.Invited);
        (await host.SendAsync(new RequirePasswordChange(id)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.NoPassword);
    }

    private static async Task<List<AccountLink>> LinksAsync(TestHost host, string id)
    {
        await using var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync();
        return await context.AccountLinks.Where(link => link.UserId == id).ToListAsync();
    }
}
