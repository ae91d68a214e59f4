using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Tests.Account;
using UserAdmin.Tests.Account.Passkeys;
using UserAdmin.Tests.StockApplication;
using UserAdmin.Users;

namespace UserAdmin.Tests.Monitoring.StockTables;

/// <summary>Authenticator keys, recovery codes and passkeys that another program set or removed.</summary>
public sealed class StockFactorComparisonTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private TestHost _host = null!;
    private StockServer _stock = null!;
    private string _id = "";
    private string _key = "";
    private IReadOnlyList<string> _codes = [];

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        _stock = await StockServer.StartAsync(_host.Directory);
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
        (_key, _codes) = await _host.EnableTwoFactorAsync(_id);
    }

    public async ValueTask DisposeAsync()
    {
        await _stock.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Compare_AfterCodesWereUsedAndMadeHere_FindsNothing()
    {
        foreach (var code in _codes)
        {
            await SignInWithAsync(code);
            (await FoundAsync()).ShouldBeEmpty();
        }

        await _host.AcceptAsync(new RegenerateOwnRecoveryCodes(TwoFactorSecrets.NewRecoveryCodes()), Actor.User(_id));
        (await FoundAsync()).ShouldBeEmpty();
        await _host.AcceptAsync(new ResetTwoFactor(_id));
        (await FoundAsync()).ShouldBeEmpty();
        await _host.EnableTwoFactorAsync(_id);
        (await FoundAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Compare_AfterAStockApplicationReplacedTheKey_ReportsItWithoutTheKey()
    {
        await _stock.WithUsersAsync(async users =>
            await users.SetAuthenticationTokenAsync(
                (await users.FindByIdAsync(_id))!,
                StockTokens.Provider,
                StockTokens.AuthenticatorKey,
                Other
            )
        );

        (await FoundAsync())
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                what => what.ShouldStartWith("The key of the authenticator app is not one that was set here"),
                what => what.ShouldNotContain(Other)
            );
    }

    [Fact]
    public async Task Compare_AfterAStockApplicationRemovedTheKey_ReportsIt()
    {
        await _stock.WithUsersAsync(async users =>
            await users.RemoveAuthenticationTokenAsync(
                (await users.FindByIdAsync(_id))!,
                StockTokens.Provider,
                StockTokens.AuthenticatorKey
            )
        );

        (await FoundAsync()).ShouldHaveSingleItem().ShouldStartWith("The key of the authenticator app was removed");
    }

    [Fact]
    public async Task Compare_AfterACodeWasUsedInAStockApplication_ReportsItEvenAfterOneWasUsedHere()
    {
        await _stock.WithUsersAsync(async users =>
            await users.RedeemTwoFactorRecoveryCodeAsync((await users.FindByIdAsync(_id))!, _codes[3])
        );
        (await FoundAsync())
            .ShouldHaveSingleItem()
            .ShouldStartWith("The recovery codes are not those that the log knows");

        await SignInWithAsync(_codes[0]);

        (await FoundAsync())
            .ShouldHaveSingleItem()
            .ShouldStartWith("The recovery codes are not those that the log knows");
    }

    [Fact]
    public async Task Compare_OfAnAccountWithoutMarks_FindsNothing()
    {
        _host
            .Tamper(
                "UPDATE \"UserProfiles\" SET \"AuthenticatorMark\" = NULL, \"RecoveryCodesMark\" = NULL "
                    + $"WHERE \"UserId\" = '{_id}'"
            )
            .ShouldBe(1);

        (await FoundAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Compare_AfterAPasskeyWasSwappedForAnother_NamesBoth()
    {
        var mine = OwnPasskeyTests.NewPasskey();
        await _host.AcceptAsync(new AddOwnPasskey(mine, "My phone"), Actor.User(_id));
        (await FoundAsync()).ShouldBeEmpty();

        await _stock.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(_id))!;
            var theirs = OwnPasskeyTests.NewPasskey();
            theirs.Name = "Their phone";
            await users.AddOrUpdatePasskeyAsync(user, theirs);
            return await users.RemovePasskeyAsync(user, mine.CredentialId);
        });

        (await FoundAsync()).ShouldBe([
            "Passkey “Their phone” was added by another program, and lets its owner in. It is not in the log.",
            "Passkey “My phone” was removed by another program. It is still shown.",
        ]);
    }

    private static string Other { get; } = TwoFactorSecrets.NewKey();

    private async Task SignInWithAsync(string code)
    {
        var session = await _host.AttemptAsync();
        await _host.AcceptAsync(new SignInWithRecoveryCode(session, code), Actor.Anonymous);
        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
    }

    private async Task<IEnumerable<string>> FoundAsync()
    {
        await _host.CatchUpAsync();
        return (await _host.AskAsync(new GetUserDifferences(_id))).Value!.Select(difference => difference.What);
    }
}
