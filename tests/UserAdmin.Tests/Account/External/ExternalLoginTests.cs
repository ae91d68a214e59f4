using UserAdmin.Account;
using UserAdmin.Account.External;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account.External;

public sealed class ExternalLoginTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private Actor _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _ada = Actor.User(await _host.CreateUserAsync("ada", TestHost.Password));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task AddOwnExternalLogin_Twice_IsThereOnceAndRecordedOnce()
    {
        await LinkAsync(_ada);
        await LinkAsync(_ada);

        var row = (await _host.AskAsync(new ListOwnExternalLogins(), _ada)).Value.ShouldHaveSingleItem();
        (row.Provider, row.ProviderKey, row.ProviderName).ShouldBe(("contoso", "subject-1", "Contoso"));
        (await _host.AskAsync(new GetUserHistory(_ada.Id)))
            .Value!.Items.Count(entry => entry.What == "External login added")
            .ShouldBe(1);
    }

    [Fact]
    public async Task AddOwnExternalLogin_WhenAnotherHasIt_IsRefused()
    {
        await LinkAsync(_ada);
        var bob = Actor.User(await _host.CreateUserAsync("bob", TestHost.Password));

        (await _host.SendAsync(new AddOwnExternalLogin("contoso", "subject-1", "Contoso"), bob))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(ExternalLoginErrors.UsedByAnother);
    }

    [Fact]
    public async Task RemoveOwnExternalLogin_OfMine_TakesItAway_AndOfAnother_IsRefused()
    {
        await LinkAsync(_ada);
        var bob = Actor.User(await _host.CreateUserAsync("bob", TestHost.Password));

        (await _host.SendAsync(new RemoveOwnExternalLogin("contoso", "subject-1"), bob))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.NoSuchExternalLogin);
        await _host.AcceptAsync(new RemoveOwnExternalLogin("contoso", "subject-1"), _ada);

        (await _host.AskAsync(new ListOwnExternalLogins(), _ada)).Value.ShouldBeEmpty();
        (await RefusedAsync(SignIn())).ShouldBe(ExternalLoginErrors.SignInRefused);
    }

    [Fact]
    public async Task RemoveOwnExternalLogin_WhenNothingElseIsLeft_IsRefused()
    {
        var bob = Actor.User(await _host.CreateUserAsync("bob"));
        await LinkAsync(bob);

        (await _host.SendAsync(new RemoveOwnExternalLogin("contoso", "subject-1"), bob))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(ExternalLoginErrors.OnlyWayLeft);
    }

    [Fact]
    public async Task SignInWithExternalLogin_WhenLinked_OpensASession()
    {
        await LinkAsync(_ada);
        var command = SignIn();

        await _host.AcceptAsync(command);

        (await _host.Get<ISessions>().FindAsync(command.SessionId)).ShouldNotBeNull().UserId.ShouldBe(_ada.Id);
        var entry = (await _host.AskAsync(new GetUserHistory(_ada.Id))).Value!.Items[0];
        (entry.What, entry.ActorName).ShouldBe(("Signed in with Contoso", "ada"));
    }

    [Fact]
    public async Task SignInWithExternalLogin_WhenUnlinked_IsRefused_AndCreatesNothing()
    {
        var before = _host.DumpWrite();

        (await RefusedAsync(SignIn())).ShouldBe(ExternalLoginErrors.SignInRefused);
        (await RefusedAsync(SignIn() with { VerifiedEmail = "nobody@example.com" })).ShouldBe(
            ExternalLoginErrors.SignInRefused
        );

        _host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task SignInWithExternalLogin_ToADisabledAccount_IsRefusedInTheSameWords()
    {
        await LinkAsync(_ada);
        await _host.AcceptAsync(new DisableUser(_ada.Id));

        (await RefusedAsync(SignIn())).ShouldBe(ExternalLoginErrors.SignInRefused);
    }

    [Fact]
    public async Task SignInWithExternalLogin_WithAVerifiedAddress_LinksTheAccountOnlyWhenItIsConfirmedHere()
    {
        var byEmail = SignIn() with { VerifiedEmail = "ADA@example.com" };
        (await RefusedAsync(byEmail)).ShouldBe(ExternalLoginErrors.SignInRefused);
        await _host.AcceptAsync(new ConfirmUserEmail(_ada.Id));

        await _host.AcceptAsync(byEmail);

        (await _host.Get<ISessions>().FindAsync(byEmail.SessionId)).ShouldNotBeNull().UserId.ShouldBe(_ada.Id);
        (await _host.AskAsync(new ListOwnExternalLogins(), _ada))
            .Value.ShouldHaveSingleItem()
            .ProviderKey.ShouldBe("subject-1");
        // From now on the login is linked, and its address no longer matters.
        await _host.AcceptAsync(SignIn());
    }

    [Fact]
    public async Task SignInWithExternalLogin_WhenLinked_LooksAtTheLinkAndNotAtTheAddress()
    {
        await LinkAsync(_ada);
        var bob = await _host.CreateUserAsync("bob", TestHost.Password);
        await _host.AcceptAsync(new ConfirmUserEmail(bob));
        var command = SignIn() with { VerifiedEmail = "bob@example.com" };

        await _host.AcceptAsync(command);

        (await _host.Get<ISessions>().FindAsync(command.SessionId)).ShouldNotBeNull().UserId.ShouldBe(_ada.Id);
    }

    [Fact]
    public async Task SignInWithExternalLogin_SentByAPerson_IsNotPermitted()
    {
        var admin = await _host.CreateAdministratorAsync();

        (await _host.SendAsync(SignIn(), admin)).Errors.ShouldHaveSingleItem().Code.ShouldBe("not-permitted");
    }

    private static SignInWithExternalLogin SignIn() => new(TestHost.NewSessionId(), "contoso", "subject-1", "Contoso");

    private Task<long> LinkAsync(Actor actor) =>
        _host.AcceptAsync(new AddOwnExternalLogin("contoso", "subject-1", "Contoso"), actor);

    private async Task<Error> RefusedAsync(ICommand command) =>
        (await _host.SendAsync(command)).Errors.ShouldHaveSingleItem();
}
