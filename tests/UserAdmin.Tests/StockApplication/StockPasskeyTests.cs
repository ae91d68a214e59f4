using Microsoft.AspNetCore.Identity;
using UserAdmin.Account.External;
using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;
using UserAdmin.Tests.Account.Passkeys;
using UserAdmin.Users;

namespace UserAdmin.Tests.StockApplication;

/// <summary>Passkeys and external logins added here work in a stock application, and the other way round.</summary>
public sealed class StockPasskeyTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private StockServer _stock = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(follow: false);
        _stock = await StockServer.StartAsync(_host.Directory);
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
    }

    public async ValueTask DisposeAsync()
    {
        await _stock.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Passkey_AddedHere_IsTheStockApplications()
    {
        var passkey = OwnPasskeyTests.NewPasskey(signCount: 3);
        await _host.AcceptAsync(new AddOwnPasskey(passkey, "My phone"), Actor.User(_id));

        var found = await _stock.WithUsersAsync(async users =>
            (await users.GetPasskeysAsync((await users.FindByIdAsync(_id))!)).ShouldHaveSingleItem()
        );
        var owner = await _stock.WithUsersAsync(users => users.FindByPasskeyIdAsync(passkey.CredentialId));

        owner.ShouldNotBeNull().Id.ShouldBe(_id);
        Parts(found).ShouldBe(Parts(passkey));
        found.Name.ShouldBe("My phone");
    }

    [Fact]
    public async Task Passkey_AddedInTheStockApplication_SignsInHereAndCountsThere()
    {
        var passkey = OwnPasskeyTests.NewPasskey(signCount: 3);
        var added = await _stock.WithUsersAsync(async users =>
            await users.AddOrUpdatePasskeyAsync((await users.FindByIdAsync(_id))!, passkey)
        );
        added.Succeeded.ShouldBeTrue(added.ToString());

        var seen = (await _host.Get<IPasskeys>().ListAsync(_id)).ShouldHaveSingleItem();
        await _host.AcceptAsync(
            new SignInWithPasskey(TestHost.NewSessionId(), _id, User.PasskeyIdOf(passkey.CredentialId), 9, true)
        );

        Parts(seen).ShouldBe(Parts(passkey));
        var found = await _stock.WithUsersAsync(async users =>
            (await users.GetPasskeysAsync((await users.FindByIdAsync(_id))!)).ShouldHaveSingleItem()
        );
        (found.SignCount, found.IsBackedUp).ShouldBe((9u, true));
    }

    [Fact]
    public async Task Passkey_RemovedHere_IsGoneThere()
    {
        var passkey = OwnPasskeyTests.NewPasskey();
        await _host.AcceptAsync(new AddOwnPasskey(passkey, "My phone"), Actor.User(_id));

        await _host.AcceptAsync(new RemoveOwnPasskey(User.PasskeyIdOf(passkey.CredentialId)), Actor.User(_id));

        (await _stock.WithUsersAsync(users => users.FindByPasskeyIdAsync(passkey.CredentialId))).ShouldBeNull();
    }

    [Fact]
    public async Task ExternalLogin_AddedHere_SignsInThere_AndOneAddedThereSignsInHere()
    {
        await _host.AcceptAsync(new AddOwnExternalLogin("contoso", "subject-1", "Contoso"), Actor.User(_id));
        (await _stock.WithUsersAsync(users => users.FindByLoginAsync("contoso", "subject-1")))
            .ShouldNotBeNull()
            .Id.ShouldBe(_id);

        await _stock.WithUsersAsync(async users =>
            await users.AddLoginAsync(
                (await users.FindByIdAsync(_id))!,
                new UserLoginInfo("fabrikam", "subject-2", "Fabrikam")
            )
        );
        await _host.AcceptAsync(
            new SignInWithExternalLogin(TestHost.NewSessionId(), "fabrikam", "subject-2", "Fabrikam")
        );
    }

    private static string Parts(UserPasskeyInfo passkey) =>
        string.Join(
            " | ",
            Convert.ToHexString(passkey.CredentialId),
            Convert.ToHexString(passkey.PublicKey),
            passkey.CreatedAt.UtcTicks,
            passkey.SignCount,
            string.Join(',', passkey.Transports ?? []),
            passkey.IsUserVerified,
            passkey.IsBackupEligible,
            passkey.IsBackedUp,
            Convert.ToHexString(passkey.AttestationObject),
            Convert.ToHexString(passkey.ClientDataJson)
        );
}
