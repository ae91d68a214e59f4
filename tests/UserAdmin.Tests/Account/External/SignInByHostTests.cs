using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.Account.External;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Tests.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account.External;

public sealed class SignInByHostTests : IAsyncLifetime
{
    private readonly Policy _policy = new();
    private TestHost _host = null!;
    private string _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<IHostPolicy>(_policy));
        _ada = await _host.CreateUserAsync("ada", TestHost.Password);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task SignInByHost_OfAnActiveAccount_OpensASessionInItsName()
    {
        var command = new SignInByHost(TestHost.NewSessionId(), _ada) { SecurityStamp = Stamp() };

        await _host.AcceptAsync(command);

        var session = (await _host.Get<ISessions>().FindAsync(command.SessionId)).ShouldNotBeNull();
        (session.UserId, session.Step).ShouldBe((_ada, SessionStep.None));
        session.Permissions.ShouldBeEmpty();
        var entry = (await _host.AskAsync(new GetUserHistory(_ada))).Value!.Items[0];
        (entry.What, entry.ActorName).ShouldBe(("Signed in with the application’s sign-in", "ada"));
    }

    [Fact]
    public async Task SignInByHost_OfNobodyOrADisabledAccountOrAnOldStamp_IsRefused()
    {
        (await RefusedAsync(new(TestHost.NewSessionId(), TestHost.NewId()))).ShouldBe(
            ExternalLoginErrors.HostSignInRefused
        );
        (await RefusedAsync(new(TestHost.NewSessionId(), _ada) { SecurityStamp = "of yesterday" })).ShouldBe(
            ExternalLoginErrors.HostSignInRefused
        );
        await _host.AcceptAsync(new DisableUser(_ada));
        (await RefusedAsync(new(TestHost.NewSessionId(), _ada))).ShouldBe(ExternalLoginErrors.HostSignInRefused);
    }

    [Fact]
    public async Task SignInByHost_SentByAPerson_IsNotPermitted()
    {
        var admin = await _host.CreateAdministratorAsync();

        (await _host.SendAsync(new SignInByHost(TestHost.NewSessionId(), _ada), admin))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("not-permitted");
    }

    [Fact]
    public async Task Person_WhomTheHostsPolicyAdmits_MayDoEverythingWhileItDoes()
    {
        var bob = await _host.CreateUserAsync("bob");
        (await _host.SendAsync(new DisableUser(bob), Actor.User(_ada))).IsAccepted.ShouldBeFalse();

        _policy.Admitted = _ada;
        await _host.AcceptAsync(new DisableUser(bob), Actor.User(_ada));
        _policy.Admitted = null;
        (await _host.SendAsync(new EnableUser(bob), Actor.User(_ada))).IsAccepted.ShouldBeFalse();

        // An account that may not be used may not, whatever the host says.
        _policy.Admitted = bob;
        (await _host.SendAsync(new DisableUser(_ada), Actor.User(bob)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MessagingErrors.NotSignedIn);
    }

    private async Task<Error> RefusedAsync(SignInByHost command) =>
        (await _host.SendAsync(command, Actor.System)).Errors.ShouldHaveSingleItem();

    private string Stamp() => _host.StampOf(_ada);

    private sealed class Policy : IHostPolicy
    {
        public string? Admitted { get; set; }

        public bool Admits(string userId) => userId == Admitted;
    }
}
