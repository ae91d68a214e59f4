using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Queries;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account;

public sealed class OwnAccountTests : IAsyncLifetime
{
    private const string Other = "violet harbor stone 17";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private TestHost _host = null!;
    private Actor _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_time));
        _ada = Actor.User(await _host.CreateUserAsync("ada", TestHost.Password));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ChangeOwnPassword_KeepsThisSessionAndEndsTheOthers()
    {
        var (here, there) = (await _host.AttemptAsync(), await _host.AttemptAsync());

        await _host.AcceptAsync(new ChangeOwnPassword(here, TestHost.Password, Other), _ada);

        (await _host.FindSessionAsync(here)).ShouldNotBeNull();
        (await _host.FindSessionAsync(there)).ShouldBeNull();
        (await OwnSessionsAsync())
            .ShouldHaveSingleItem()
            .SessionRef.ShouldBe((await _host.FindSessionAsync(here))!.SessionRef);
        (await _host.FindSessionAsync(await _host.AttemptAsync("ada", Other))).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("not the password", Other, "account.wrong-password")]
    [InlineData(TestHost.Password, TestHost.Password, "account.same-password")]
    [InlineData(TestHost.Password, "short", "password.weak")]
    [InlineData(null, Other, "account.wrong-password")]
    public async Task ChangeOwnPassword_WithInvalidValues_IsRefused(string? current, string chosen, string code)
    {
        var session = await _host.AttemptAsync();
        (await _host.SendAsync(new ChangeOwnPassword(session, current, chosen), _ada))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(code);
        (await _host.FindSessionAsync(await _host.AttemptAsync())).ShouldNotBeNull();
    }

    [Fact]
    public async Task ChangeOwnPassword_GuessedTooOften_IsNotAnsweredForAWhile()
    {
        for (var i = 0; i < 5; i++)
        {
            (await _host.SendAsync(new ChangeOwnPassword(null, "guess", Other), _ada))
                .Errors.ShouldHaveSingleItem()
                .ShouldBe(AccountErrors.WrongPassword);
        }

        (await _host.SendAsync(new ChangeOwnPassword(null, TestHost.Password, Other), _ada))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(AccountErrors.TooManyTries);
        (await _host.FindSessionAsync(await _host.AttemptAsync())).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(15));
        await _host.AcceptAsync(new ChangeOwnPassword(null, TestHost.Password, Other), _ada);
    }

    [Fact]
    public async Task ChangeOwnPassword_WithoutOneSoFar_AsksForNone()
    {
        var id = await _host.CreateUserAsync("grace");
        await _host.AcceptAsync(new ChangeOwnPassword(null, null, Other), Actor.User(id));
        (await _host.FindSessionAsync(await _host.AttemptAsync("grace", Other))).ShouldNotBeNull();
    }

    [Fact]
    public async Task TemporaryPassword_LetsInOnlyToChooseAnother()
    {
        await _host.AcceptAsync(new SetTemporaryPassword(_ada.Id, Other));
        var session = await _host.AttemptAsync("ada", Other);

        (await _host.StepAsync(session)).ShouldBe(SessionStep.NewPassword);
        (await _host.SendAsync(new UpdateOwnProfile("x", 0), Actor.SigningIn(_ada.Id)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(MessagingErrors.NotFinishedSigningIn);
        await _host.AcceptAsync(
            new ChangeOwnPassword(session, Other, "third harbor stone 19"),
            Actor.SigningIn(_ada.Id)
        );
        (await _host.StepAsync(session)).ShouldBe(SessionStep.None);
        (await _host.GetUserAsync(_ada.Id)).MustChangePassword.ShouldBeFalse();
    }

    [Fact]
    public async Task TemporaryPassword_AfterItsTime_LetsNobodyIn()
    {
        await _host.AcceptAsync(new SetTemporaryPassword(_ada.Id, Other));
        _time.Advance(TimeSpan.FromDays(3));

        (await _host.FindSessionAsync(await _host.AttemptAsync("ada", Other))).ShouldBeNull();
    }

    [Fact]
    public async Task RequirePasswordChange_OfASignedInPerson_AsksForItInTheOpenSession()
    {
        var session = await _host.AttemptAsync();
        await _host.AcceptAsync(new RequirePasswordChange(_ada.Id));
        var found = (await _host.FindSessionAsync(session)).ShouldNotBeNull();
        (found.Step, found.Permissions.Count).ShouldBe((SessionStep.NewPassword, 0));
    }

    [Fact]
    public async Task UpdateOwnProfile_ChangesOneselfAndKeepsTheSession()
    {
        var session = await _host.AttemptAsync();
        var seen = (await _host.AskAsync(new GetOwnAccount(), _ada)).Value!.Version;

        await _host.AcceptAsync(
            new UpdateOwnProfile("Ada King", seen) { PhoneNumber = "+44 20 7946", Locale = "en-GB" },
            _ada
        );

        var own = (await _host.AskAsync(new GetOwnAccount(), _ada)).Value!;
        (own.Id, own.DisplayName, own.PhoneNumber, own.Locale).ShouldBe((_ada.Id, "Ada King", "+44 20 7946", "en-GB"));
        (await _host.FindSessionAsync(session)).ShouldNotBeNull();
    }

    [Fact]
    public async Task UpdateOwnProfile_WhenAnAdministratorChangedTheSameField_IsRefusedAsStale()
    {
        var seen = (await _host.GetUserAsync(_ada.Id)).Version;
        await _host.AcceptAsync(new UpdateUserProfile(_ada.Id, "Their Name", seen));

        (await _host.SendAsync(new UpdateOwnProfile("My Name", seen), _ada))
            .Errors.ShouldHaveSingleItem()
            .ShouldBeOfType<StaleEdit>()
            .Current.ShouldBe("Their Name");
    }

    [Theory]
    [InlineData(null, "de", "de", true)]
    [InlineData("en-GB", "de", "de", true)]
    [InlineData("de-AT", "de", "de-AT", false)]
    [InlineData("fil", "fi", "fi", true)]
    [InlineData("de", "de", "de", false)]
    public async Task ChooseLanguage_IsKeptWithTheAccount(string? before, string chosen, string after, bool changes)
    {
        var session = await _host.AttemptAsync();
        var seen = (await _host.GetUserAsync(_ada.Id)).Version;
        await _host.AcceptAsync(new UpdateOwnProfile("Ada", seen) { Locale = before }, _ada);

        var result = await _host.SendAsync(new ChooseLanguage(chosen), _ada);

        result.Changed.ShouldBe(changes);
        (await _host.AskAsync(new GetOwnAccount(), _ada)).Value!.Locale.ShouldBe(after);
        (await _host.FindSessionAsync(session))!.Locale.ShouldBe(after);
    }

    [Theory]
    [InlineData("", "language.required")]
    [InlineData(" ", "language.required")]
    [InlineData("no language", "locale.invalid")]
    [InlineData("../de", "locale.invalid")]
    public async Task ChooseLanguage_OfSomethingElse_IsRefused(string tag, string code) =>
        (await _host.SendAsync(new ChooseLanguage(tag), _ada)).Errors.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Fact]
    public async Task EndOwnSession_EndsThatOneOnlyAndNobodyElses()
    {
        await _host.CreateUserAsync("eve", TestHost.Password);
        var (here, there, eves) = (
            await _host.AttemptAsync(),
            await _host.AttemptAsync(),
            await _host.AttemptAsync("eve")
        );

        await _host.AcceptAsync(new EndOwnSession((await _host.FindSessionAsync(there))!.SessionRef), _ada);
        (await _host.SendAsync(new EndOwnSession((await _host.FindSessionAsync(eves))!.SessionRef), _ada))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.NoSuchSession);

        (await _host.FindSessionAsync(there)).ShouldBeNull();
        (await _host.FindSessionAsync(here)).ShouldNotBeNull();
        (await _host.FindSessionAsync(eves)).ShouldNotBeNull();
    }

    [Fact]
    public async Task EndOtherOwnSessions_LeavesThisOne()
    {
        var (here, there) = (await _host.AttemptAsync(), await _host.AttemptAsync());

        await _host.AcceptAsync(new EndOtherOwnSessions(here), _ada);

        (await _host.FindSessionAsync(here)).ShouldNotBeNull();
        (await _host.FindSessionAsync(there)).ShouldBeNull();
        (await OwnSessionsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ListOwnSessions_SaysWhereAndWhenAndNobodyElses()
    {
        await _host.CreateUserAsync("eve", TestHost.Password);
        var session = await _host.AttemptAsync();
        await _host.AttemptAsync("eve");

        var row = (await OwnSessionsAsync()).ShouldHaveSingleItem();

        (row.Method, row.UserAgent, row.SignedInAt).ShouldBe(
            ("password", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", _time.GetUtcNow())
        );
        row.SessionRef.ShouldBe((await _host.FindSessionAsync(session))!.SessionRef);
    }

    [Fact]
    public async Task RecordSessionsSeen_SaysWhenASessionWasLastUsed()
    {
        var session = await _host.AttemptAsync();
        _time.Advance(TimeSpan.FromMinutes(7));
        await _host.FindSessionAsync(session);
        var seenAt = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(1));

        await _host.Get<SessionsSeenRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        await _host.CatchUpAsync();

        (await OwnSessionsAsync()).ShouldHaveSingleItem().LastSeenAt.ShouldBe(seenAt);
        var tail = _host.Tail();
        await _host.Get<SessionsSeenRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        _host.Tail().ShouldBe(tail);
    }

    [Fact]
    public async Task RecordSessionsSeen_ClearsAwayWhatHasRunOut()
    {
        await _host.AttemptAsync();
        await _host.RequestResetAsync("ada");
        _time.Advance(TimeSpan.FromHours(13));

        await _host.Get<SessionsSeenRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

        await using var context = await _host
            .Get<Microsoft.EntityFrameworkCore.IDbContextFactory<WriteContext>>()
            .CreateDbContextAsync();
        (context.UserSessions.Count(), context.AccountLinks.Count()).ShouldBe((0, 0));
    }

    private async Task<IReadOnlyList<SessionRow>> OwnSessionsAsync() =>
        (await _host.AskAsync(new ListOwnSessions(), _ada)).Value!.Items;
}
