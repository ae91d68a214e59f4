using Microsoft.AspNetCore.Identity;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Tests.Account;

namespace UserAdmin.Tests.StockApplication;

/// <summary>A second factor set up here works in a stock application, and the other way round.</summary>
public sealed class StockTwoFactorTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private StockServer _stock = null!;
    private string _id = "";

    private static string Authenticator => TokenOptions.DefaultAuthenticatorProvider;

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
    public async Task SetUpHere_IsAskedForAndUnderstoodThere()
    {
        var (key, codes) = await _host.EnableTwoFactorAsync(_id);
        using var browser = _stock.CreateBrowser();
        using var answer = await browser.PostAsync(
            $"/sign-in?userName=ada&password={Uri.EscapeDataString(TestHost.Password)}",
            null,
            TestContext.Current.CancellationToken
        );

        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Trim('"')
            .ShouldBe("RequiresTwoFactor");
        await _stock.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(_id))!;
            (await users.GetAuthenticatorKeyAsync(user)).ShouldBe(key);
            (await users.VerifyTwoFactorTokenAsync(user, Authenticator, _host.CodeOf(key))).ShouldBeTrue();
            (await users.CountRecoveryCodesAsync(user)).ShouldBe(10);
            (await users.RedeemTwoFactorRecoveryCodeAsync(user, codes[0])).Succeeded.ShouldBeTrue();
            return true;
        });

        var session = await _host.AttemptAsync();
        await _host.AcceptAsync(new SignInWithRecoveryCode(session, codes[0]), Actor.Anonymous);
        (await _host.StepAsync(session)).ShouldBe(SessionStep.SecondFactor);
        await _host.AcceptAsync(new SignInWithRecoveryCode(session, codes[1]), Actor.Anonymous);
        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
    }

    [Fact]
    public async Task SetUpThere_IsAskedForAndUnderstoodHere()
    {
        var (key, code) = await _stock.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(_id))!;
            await users.ResetAuthenticatorKeyAsync(user);
            await users.SetTwoFactorEnabledAsync(user, true);
            return (
                (await users.GetAuthenticatorKeyAsync(user))!,
                (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 3))!.First()
            );
        });

        var session = await _host.AttemptAsync();
        (await _host.StepAsync(session)).ShouldBe(SessionStep.SecondFactor);
        await _host.AcceptAsync(new SignInWithCode(session, _host.CodeOf(key)), Actor.Anonymous);
        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);

        session = await _host.AttemptAsync();
        await _host.AcceptAsync(new SignInWithRecoveryCode(session, code), Actor.Anonymous);
        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
        (
            await _stock.WithUsersAsync(async users =>
                await users.CountRecoveryCodesAsync((await users.FindByIdAsync(_id))!)
            )
        ).ShouldBe(2);
    }

    [Fact]
    public async Task TurnedOffHere_IsNotAskedForThere()
    {
        await _host.EnableTwoFactorAsync(_id);
        await _host.AcceptAsync(new TurnOffOwnTwoFactor(TestHost.Password), Actor.User(_id));

        await _stock.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(_id))!;
            (await users.GetTwoFactorEnabledAsync(user), await users.GetAuthenticatorKeyAsync(user)).ShouldBe(
                (false, null)
            );
            return true;
        });
    }
}
