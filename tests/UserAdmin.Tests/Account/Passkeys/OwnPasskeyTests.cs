using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Passkeys;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account.Passkeys;

public sealed class OwnPasskeyTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private Actor _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _ada = Actor.User(await _host.CreateUserAsync("ada", TestHost.Password));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>Returns a credential as the host passes it on after verification.</summary>
    internal static UserPasskeyInfo NewPasskey(uint signCount = 0) =>
        new(
            RandomNumberGenerator.GetBytes(32),
            RandomNumberGenerator.GetBytes(77),
            // PostgreSQL stores microseconds.
            new DateTimeOffset(2026, 11, 1, 12, 0, 0, 250, TimeSpan.Zero),
            signCount,
            ["internal", "hybrid"],
            isUserVerified: true,
            isBackupEligible: true,
            isBackedUp: false,
            RandomNumberGenerator.GetBytes(200),
            RandomNumberGenerator.GetBytes(120)
        );

    [Fact]
    public async Task AddOwnPasskey_Once_IsListedAndRecorded()
    {
        var passkey = NewPasskey();

        await _host.AcceptAsync(new AddOwnPasskey(passkey, " My phone "), _ada);

        var row = (await _host.AskAsync(new ListOwnPasskeys(), _ada)).Value.ShouldHaveSingleItem();
        (row.PasskeyId, row.Name, row.LastUsedAt).ShouldBe((User.PasskeyIdOf(passkey.CredentialId), "My phone", null));
        (await _host.GetUserAsync(_ada.Id)).PasskeyCount.ShouldBe(1);
        (await _host.AskAsync(new GetUserHistory(_ada.Id))).Value!.Items[0].What.ShouldBe("Passkey added");
        (await _host.Get<IPasskeys>().ListAsync(_ada.Id)).ShouldHaveSingleItem().PublicKey.ShouldBe(passkey.PublicKey);
        (await _host.Get<IPasskeys>().FindOwnerOfAsync(passkey.CredentialId))
            .ShouldNotBeNull()
            .UserId.ShouldBe(_ada.Id);
    }

    [Fact]
    public async Task AddOwnPasskey_WhenAnotherHasIt_IsRefused()
    {
        var passkey = NewPasskey();
        await _host.AcceptAsync(new AddOwnPasskey(passkey, "My phone"), _ada);
        var bob = Actor.User(await _host.CreateUserAsync("bob", TestHost.Password));

        (await _host.SendAsync(new AddOwnPasskey(passkey, "My phone"), bob))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(PasskeyErrors.AlreadyThere);
    }

    [Fact]
    public async Task AddOwnPasskey_WhenThereAreTwenty_IsRefused()
    {
        for (var i = 0; i < PasskeyErrors.MostPasskeys; i++)
        {
            await _host.AcceptAsync(new AddOwnPasskey(NewPasskey(), $"Key {i}"), _ada);
        }

        (await _host.SendAsync(new AddOwnPasskey(NewPasskey(), "One more"), _ada))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(PasskeyErrors.TooMany);
    }

    [Fact]
    public async Task AddOwnPasskey_WithoutASession_IsRefused() =>
        (await _host.SendAsync(new AddOwnPasskey(NewPasskey(), "My phone"), Actor.Anonymous))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MessagingErrors.NotSignedIn);

    [Fact]
    public async Task RenameOwnPasskey_OfMine_IsRenamed_AndOfAnother_IsRefused()
    {
        var id = await AddAsync(_ada);
        var bob = Actor.User(await _host.CreateUserAsync("bob", TestHost.Password));

        await _host.AcceptAsync(new RenameOwnPasskey(id, "Blue key"), _ada);
        var refused = await _host.SendAsync(new RenameOwnPasskey(id, "Mine now"), bob);

        refused.Errors.ShouldHaveSingleItem().ShouldBe(UserErrors.NoSuchPasskey);
        (await _host.AskAsync(new ListOwnPasskeys(), _ada)).Value!.Single().Name.ShouldBe("Blue key");
        (await _host.Get<IPasskeys>().ListAsync(_ada.Id)).Single().Name.ShouldBe("Blue key");
    }

    [Fact]
    public async Task RemoveOwnPasskey_BesideAPassword_TakesItAwayAndKeepsOnesOwnSession()
    {
        var id = await AddAsync(_ada);
        var session = await OpenAsync(id, 1);

        await _host.AcceptAsync(new RemoveOwnPasskey(id), _ada);

        (await _host.AskAsync(new ListOwnPasskeys(), _ada)).Value.ShouldBeEmpty();
        (await _host.Get<IPasskeys>().ListAsync(_ada.Id)).ShouldBeEmpty();
        (await _host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull();
        (await _host.SendAsync(SignIn(id, 2))).Errors.ShouldHaveSingleItem().ShouldBe(PasskeyErrors.SignInRefused);
    }

    [Fact]
    public async Task RemoveOwnPasskey_WhenNothingElseIsLeft_IsRefused()
    {
        var bob = Actor.User(await _host.CreateUserAsync("bob"));
        var (first, second) = (await AddAsync(bob), await AddAsync(bob));

        await _host.AcceptAsync(new RemoveOwnPasskey(first), bob);

        (await _host.SendAsync(new RemoveOwnPasskey(second), bob))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(PasskeyErrors.OnlyWayLeft);
    }

    [Fact]
    public async Task SignInWithPasskey_OfMine_OpensASessionAndSaysWhenItWasUsed()
    {
        var id = await AddAsync(_ada);

        var session = await OpenAsync(id, 7);

        (await _host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull().UserId.ShouldBe(_ada.Id);
        (await _host.AskAsync(new ListOwnPasskeys(), _ada)).Value!.Single().LastUsedAt.ShouldNotBeNull();
        var entry = (await _host.AskAsync(new GetUserHistory(_ada.Id))).Value!.Items[0];
        (entry.What, entry.ActorName).ShouldBe(("Signed in with passkey", "ada"));
        (await _host.Get<IPasskeys>().ListAsync(_ada.Id)).Single().SignCount.ShouldBe(7u);
    }

    [Fact]
    public async Task SignInWithPasskey_OfTheSameCeremonyTwice_OpensOneSession()
    {
        var id = await AddAsync(_ada);
        var (ceremony, first, second) = (Guid.NewGuid(), SignIn(id, 0), SignIn(id, 0));

        await _host.SendAsync(first, commandId: ceremony);
        await _host.SendAsync(second, commandId: ceremony);

        (await _host.Get<ISessions>().FindAsync(first.SessionId)).ShouldNotBeNull();
        (await _host.Get<ISessions>().FindAsync(second.SessionId)).ShouldBeNull();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(0)]
    public async Task SignInWithPasskey_WhenTheCounterDoesNotGoUp_IsRefused(long count)
    {
        var id = await AddAsync(_ada);
        await OpenAsync(id, 5);

        (await _host.SendAsync(SignIn(id, count))).Errors.ShouldHaveSingleItem().ShouldBe(PasskeyErrors.SignInRefused);
    }

    [Fact]
    public async Task SignInWithPasskey_ToADisabledAccount_IsRefusedInTheSameWordsAsAnUnknownPasskey()
    {
        var id = await AddAsync(_ada);
        await _host.AcceptAsync(new DisableUser(_ada.Id));

        (await _host.SendAsync(SignIn(id, 1))).Errors.ShouldHaveSingleItem().ShouldBe(PasskeyErrors.SignInRefused);
        (await _host.SendAsync(SignIn(User.PasskeyIdOf(NewPasskey().CredentialId), 1)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(PasskeyErrors.SignInRefused);
    }

    [Fact]
    public async Task SignInWithPasskey_WhenAnAdministratorHasRevokedIt_IsRefused()
    {
        var id = await AddAsync(_ada);
        await _host.AcceptAsync(new RevokePasskey(_ada.Id, id));

        (await _host.SendAsync(SignIn(id, 1))).Errors.ShouldHaveSingleItem().ShouldBe(PasskeyErrors.SignInRefused);
    }

    [Fact]
    public async Task SignInWithPasskey_SentByAPerson_IsNotPermitted()
    {
        var admin = await _host.CreateAdministratorAsync();

        (await _host.SendAsync(SignIn(await AddAsync(_ada), 1), admin))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("not-permitted");
    }

    private async Task<string> AddAsync(Actor actor)
    {
        var passkey = NewPasskey();
        await _host.AcceptAsync(new AddOwnPasskey(passkey, "My phone"), actor);
        return User.PasskeyIdOf(passkey.CredentialId);
    }

    private SignInWithPasskey SignIn(string passkeyId, long count) =>
        new(TestHost.NewSessionId(), _ada.Id, passkeyId, count, true);

    private async Task<string> OpenAsync(string passkeyId, long count)
    {
        var command = SignIn(passkeyId, count);
        await _host.AcceptAsync(command);
        return command.SessionId;
    }
}
