using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Mail;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Mail.Commands;

public sealed class TakeUserLinkTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private Actor _inviter = Actor.Anonymous;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _inviter = await _host.CreateActorAsync("inviter", Permissions.UsersRead, Permissions.UsersCreate);
        _id = await _host.CreateUserAsync("grace");
        await _host.AcceptAsync(new InviteUser(_id), _inviter);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task TakeUserLink_WithoutAMailServer_ShowsTheLinkToTheSenderAndIsRecorded()
    {
        (await LinkAsync(_inviter)).ShouldBeNull("nobody has taken it");

        await _host.AcceptAsync(new TakeUserLink(_id, LinkPurpose.Invitation), _inviter);

        var url = (await LinkAsync(_inviter)).ShouldNotBeNull().Url;
        (
            await LinkAsync(await _host.CreateActorAsync("colleague", Permissions.UsersRead, Permissions.UsersCreate))
        ).ShouldBeNull("another one has taken it");
        (await _host.AskAsync(new GetUserHistory(_id))).Value!.Items[0].What.ShouldBe("Link of the invitation copied");
        var token = Uri.UnescapeDataString(url[(url.IndexOf("token=", StringComparison.Ordinal) + 6)..]);
        await _host.AcceptAsync(new AcceptInvitation(token, TestHost.Password), Actor.Anonymous);
    }

    [Fact]
    public async Task TakeUserLink_OfALinkThatTheSenderMayNotSend_IsRefused() =>
        (await _host.SendAsync(new TakeUserLink(_id, LinkPurpose.PasswordReset), _inviter))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersPasswords));

    [Fact]
    public async Task TakeUserLink_AfterItWasUsed_IsRefused()
    {
        await _host.AcceptAsync(new RevokeInvitation(_id));

        (await _host.SendAsync(new TakeUserLink(_id, LinkPurpose.Invitation), _inviter))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MailErrors.NoLink);
    }

    [Fact]
    public async Task TakeUserLink_WithAMailServer_IsRefused()
    {
        await using var host = await TestHost.StartAsync(configure: services =>
            services.AddSingleton<IMailDelivery>(new Delivering())
        );
        var id = await host.CreateUserAsync("grace");
        await host.AcceptAsync(new InviteUser(id));

        (await host.SendAsync(new TakeUserLink(id, LinkPurpose.Invitation)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MailErrors.IsDelivered);
    }

    private async Task<UserLink?> LinkAsync(Actor actor) =>
        (await _host.AskAsync(new GetUserLink(_id, LinkPurpose.Invitation), actor)).Value;

    private sealed class Delivering : IMailDelivery
    {
        public bool HasServer => true;
    }
}
