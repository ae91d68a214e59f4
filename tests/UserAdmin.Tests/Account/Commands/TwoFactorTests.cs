using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Tests.Account.Commands;

public sealed class TwoFactorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private TestHost _host = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task EnableOwnTwoFactor_WithTheAppsCode_AsksForOneFromThenOn()
    {
        var before = await _host.AttemptAsync();
        await _host.EnableTwoFactorAsync(_id);

        (await _host.StepAsync(before)).ShouldBe(SessionStep.None);
        var row = await _host.GetUserAsync(_id);
        (row.TwoFactorEnabled, row.RecoveryCodesLeft).ShouldBe((true, 10));
        var session = await _host.AttemptAsync();
        (await _host.StepAsync(session)).ShouldBe(SessionStep.SecondFactor);
        (await HistoryAsync())[0].ShouldBe("Password accepted, second factor asked for");
    }

    [Fact]
    public async Task EnableOwnTwoFactor_WithAWrongCode_StoresNothing()
    {
        var before = _host.DumpWrite();
        var (key, other) = (TwoFactorSecrets.NewKey(), TwoFactorSecrets.NewKey());

        var result = await _host.SendAsync(
            new EnableOwnTwoFactor(key, _host.CodeOf(other), TwoFactorSecrets.NewRecoveryCodes()),
            Actor.User(_id)
        );

        result.Errors.ShouldHaveSingleItem().ShouldBe(AccountErrors.WrongCode);
        _host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task EnableOwnTwoFactor_WhenItIsOn_IsRefused()
    {
        await _host.EnableTwoFactorAsync(_id);
        var key = TwoFactorSecrets.NewKey();

        (
            await _host.SendAsync(
                new EnableOwnTwoFactor(key, _host.CodeOf(key), TwoFactorSecrets.NewRecoveryCodes()),
                Actor.User(_id)
            )
        )
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(AccountErrors.TwoFactorOnAlready);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task SignInWithCode_OfTheHalfMinuteOrANeighbour_SignsIn(int step)
    {
        var (key, session) = await WaitingAsync();

        await _host.AcceptAsync(new SignInWithCode(session, _host.CodeOf(key, step)), Actor.Anonymous);

        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
        (await HistoryAsync())[0].ShouldBe("Signed in with password and authenticator app");
    }

    [Fact]
    public async Task SignInWithCode_InDigitsOfAnotherScript_SignsIn()
    {
        var (key, session) = await WaitingAsync();
        var digits = string.Concat(
            _host.CodeOf(key).Select((digit, i) => (char)((i < 3 ? '０' : '٠') + (digit - '0')))
        );

        await _host.AcceptAsync(
            new SignInWithCode(session, $"\u200E{digits[..3]}\u00A0{digits[3..]}\n"),
            Actor.Anonymous
        );

        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task SignInWithCode_OfADistantHalfMinute_IsRefused(int step)
    {
        var (key, session) = await WaitingAsync();

        await _host.AcceptAsync(new SignInWithCode(session, _host.CodeOf(key, step)), Actor.Anonymous);

        (await _host.StepAsync(session)).ShouldBe(SessionStep.SecondFactor);
        (await HistoryAsync())[0].ShouldBe("Sign-in failed: wrong code");
    }

    [Fact]
    public async Task SignInWithCode_UsedOnce_IsRefusedAgain()
    {
        var (key, session) = await WaitingAsync();
        await _host.AcceptAsync(new SignInWithCode(session, _host.CodeOf(key)), Actor.Anonymous);
        var second = await _host.AttemptAsync();

        await _host.AcceptAsync(new SignInWithCode(second, _host.CodeOf(key)), Actor.Anonymous);
        (await _host.StepAsync(second)).ShouldBe(SessionStep.SecondFactor);

        _time.Advance(TimeSpan.FromSeconds(30));
        await _host.AcceptAsync(new SignInWithCode(second, _host.CodeOf(key)), Actor.Anonymous);
        (await _host.StepAsync(second)).ShouldBe(SessionStep.None);
    }

    [Fact]
    public async Task SignInWithCode_AfterTenMinutes_IsTooLate()
    {
        var (key, session) = await WaitingAsync();
        _time.Advance(TimeSpan.FromMinutes(10));

        await _host.AcceptAsync(new SignInWithCode(session, _host.CodeOf(key)), Actor.Anonymous);

        (await _host.FindSessionAsync(session)).ShouldBeNull();
    }

    [Fact]
    public async Task SignInWithCode_FiveTimesWrong_LocksTheAccountAndEndsTheAttempt()
    {
        var (key, session) = await WaitingAsync();
        for (var i = 0; i < 5; i++)
        {
            await _host.AcceptAsync(new SignInWithCode(session, "abc"), Actor.Anonymous);
        }

        (await _host.FindSessionAsync(session)).ShouldBeNull();
        (await _host.GetUserAsync(_id)).LockedUntil.ShouldBe(_time.GetUtcNow().AddMinutes(15));
        (await _host.FindSessionAsync(await _host.AttemptAsync())).ShouldBeNull();
        _time.Advance(TimeSpan.FromMinutes(15));
        session = await _host.AttemptAsync();
        await _host.AcceptAsync(new SignInWithCode(session, _host.CodeOf(key)), Actor.Anonymous);
        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
    }

    [Fact]
    public async Task SignIn_WithTheRightPassword_DoesNotForgetTheWrongCodes()
    {
        var (_, session) = await WaitingAsync();
        for (var i = 0; i < 5; i++)
        {
            await _host.AcceptAsync(new SignInWithCode(session, "000000x"), Actor.Anonymous);
            session = await _host.AttemptAsync();
        }

        (await _host.FindSessionAsync(session)).ShouldBeNull();
    }

    [Fact]
    public async Task SignInWithRecoveryCode_WorksOnceAndInAnyCase()
    {
        var (_, codes) = await _host.EnableTwoFactorAsync(_id);
        var session = await _host.AttemptAsync();
        await _host.AcceptAsync(
            new SignInWithRecoveryCode(
                session,
                $" {codes[3].ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)} "
            ),
            Actor.Anonymous
        );

        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
        (await _host.GetUserAsync(_id)).RecoveryCodesLeft.ShouldBe(9);
        (await HistoryAsync())[..2]
            .ShouldBe(["Signed in with password and recovery code", "Recovery code used, 9 left"]);
        var second = await _host.AttemptAsync();
        await _host.AcceptAsync(new SignInWithRecoveryCode(second, codes[3]), Actor.Anonymous);
        (await _host.StepAsync(second)).ShouldBe(SessionStep.SecondFactor);
    }

    [Fact]
    public async Task RegenerateOwnRecoveryCodes_InvalidatesTheOldOnes()
    {
        var (_, old) = await _host.EnableTwoFactorAsync(_id);
        var fresh = TwoFactorSecrets.NewRecoveryCodes();
        await _host.AcceptAsync(new RegenerateOwnRecoveryCodes(fresh), Actor.User(_id));
        var session = await _host.AttemptAsync();

        await _host.AcceptAsync(new SignInWithRecoveryCode(session, old[0]), Actor.Anonymous);
        (await _host.StepAsync(session)).ShouldBe(SessionStep.SecondFactor);
        await _host.AcceptAsync(new SignInWithRecoveryCode(session, fresh[0]), Actor.Anonymous);
        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
    }

    [Fact]
    public async Task TurnOffOwnTwoFactor_AsksForThePasswordAndThenForNoCodeAnyMore()
    {
        await _host.EnableTwoFactorAsync(_id);
        (await _host.SendAsync(new TurnOffOwnTwoFactor("not the password"), Actor.User(_id)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(AccountErrors.WrongPassword);

        await _host.AcceptAsync(new TurnOffOwnTwoFactor(TestHost.Password), Actor.User(_id));

        (await _host.StepAsync(await _host.AttemptAsync())).ShouldBe(SessionStep.None);
        (await _host.GetUserAsync(_id)).TwoFactorEnabled.ShouldBeFalse();
    }

    [Fact]
    public async Task SignInWithCode_WithASessionThatIsComplete_ChangesNothing()
    {
        var (key, session) = await WaitingAsync();
        await _host.AcceptAsync(new SignInWithCode(session, _host.CodeOf(key)), Actor.Anonymous);
        var tail = _host.Tail();

        await _host.AcceptAsync(new SignInWithCode(session, "000000"), Actor.Anonymous);

        _host.Tail().ShouldBe(tail);
    }

    // Moves the clock to a later time step than that of the code used in the set-up.
    private async Task<(string Key, string Session)> WaitingAsync()
    {
        var (key, _) = await _host.EnableTwoFactorAsync(_id);
        _time.Advance(TimeSpan.FromSeconds(90));
        return (key, await _host.AttemptAsync());
    }

    private async Task<string[]> HistoryAsync() =>
        [.. (await _host.AskAsync(new GetUserHistory(_id))).Value!.Items.Select(entry => entry.What)];
}
