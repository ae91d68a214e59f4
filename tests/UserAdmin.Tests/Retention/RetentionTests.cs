using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Queries;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Projections;
using UserAdmin.Retention;
using UserAdmin.Tests.Account;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Retention;

public sealed class RetentionTests : IAsyncLifetime
{
    private const string Address = "192.0.2.77";
    private const string Agent = "Rare browser 7";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task SignIns_AfterTheirDays_AreErasedInTheLogAndTheHistory_AndLaterOnesAreNot()
    {
        var id = await _host.CreateUserAsync("ada", TestHost.Password);
        await SignInAsync();
        _clock.Advance(TimeSpan.FromDays(40));
        await SignInAsync();
        await SetAsync(new Policy { SignInRetentionDays = 30 });

        await RunAsync();

        var (late, early) = await SignInsAsync(id);
        late.What.ShouldBe("Signed in with password");
        early.What.ShouldBe("Signed in, erased");
        early.IpAddress.ShouldBe(Address);
        var events = Opened("UserSignedIn");
        events[0].IsErased.ShouldBeTrue();
        events[0].Payload.ShouldNotContain(Agent);
        events[1].IsErased.ShouldBeFalse();
        events[1].Payload.ShouldContain(Agent);
    }

    [Fact]
    public async Task Addresses_AfterTheirDays_AreErased_WithTheAttemptsThatCameFromThem()
    {
        var id = await _host.CreateUserAsync("ada", TestHost.Password);
        await SignInAsync();
        await TryAsync("nobody@example.com");
        _clock.Advance(TimeSpan.FromDays(40));
        await SignInAsync();
        await TryAsync("somebody@example.com");
        await SetAsync(new Policy { AddressRetentionDays = 30 });

        await RunAsync();

        var (late, early) = await SignInsAsync(id);
        (late.IpAddress, early.IpAddress).ShouldBe((Address, null));
        early.What.ShouldBe("Signed in with password");
        (await _host.AskAsync(new ListRefusedAttempts()))
            .Value!.Items.ShouldHaveSingleItem()
            .Who.ShouldBe("somebody@example.com");
        (await _host.AskAsync(new GetActivity($"from:{Address}"))).Value!.Items.ShouldHaveSingleItem();
        Opened("UnknownAccountTried")[0].Payload.ShouldNotContain("nobody@example.com");
    }

    [Fact]
    public async Task ReadModel_AfterRetention_IsWhatARebuildMakes()
    {
        await _host.CreateUserAsync("ada", TestHost.Password);
        await SignInAsync();
        await TryAsync("nobody@example.com");
        _clock.Advance(TimeSpan.FromDays(40));
        await SetAsync(new Policy { SignInRetentionDays = 30, AddressRetentionDays = 30 });
        await RunAsync();
        await _host.CatchUpAsync();
        var live = _host.DumpRead();
        await _host.StopFollowingAsync();

        _host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);

        _host.DumpRead().ShouldBe(live);
        live.ShouldNotContain(Agent);
        live.ShouldNotContain(Address);
        live.ShouldNotContain("nobody@example.com");
    }

    [Fact]
    public async Task Runner_WithoutARule_ErasesNothing_AndASecondTimeNothingMore()
    {
        await _host.CreateUserAsync("ada", TestHost.Password);
        await SignInAsync();
        _clock.Advance(TimeSpan.FromDays(400));
        var tail = _host.Tail();
        await RunAsync();
        _host.Tail().ShouldBe(tail);

        await SetAsync(new Policy { SignInRetentionDays = 30 });
        await RunAsync();
        tail = _host.Tail();
        _clock.Advance(TimeSpan.FromDays(1));
        await RunAsync();

        _host.Tail().ShouldBe(tail);
        Opened(nameof(TracesErased)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task EraseTraces_OfWhatThePolicyKeeps_IsRefused()
    {
        await SetAsync(new Policy { SignInRetentionDays = 30 });
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);

        (await _host.SendAsync(new EraseTraces(TraceKind.SignIns, today.AddDays(-29))))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("retention.kept");
        (await _host.SendAsync(new EraseTraces(TraceKind.Addresses, today.AddDays(-400))))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("retention.kept");
        (await _host.SendAsync(new EraseTraces(TraceKind.SignIns, today.AddDays(-30)))).IsAccepted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(3650, true)]
    [InlineData(3651, false)]
    public async Task ChangePolicy_ToDaysOfRetention_TakesNoneOrThirtyAndMore(int days, bool isAccepted)
    {
        foreach (var policy in (Policy[])[new() { SignInRetentionDays = days }, new() { AddressRetentionDays = days }])
        {
            var result = await _host.SendAsync(new ChangePolicy(policy, SeenVersion: _host.Tail()));
            result.IsAccepted.ShouldBe(isAccepted);
        }
    }

    private async Task SignInAsync() =>
        (
            await _host
                .Get<ICommandBus>()
                .SendAsync(
                    new SignIn(TestHost.NewSessionId(), "ada", TestHost.Password) { UserAgent = Agent },
                    new CommandContext(Actor.Anonymous, Guid.CreateVersion7()) { IpAddress = Address },
                    TestContext.Current.CancellationToken
                )
        ).IsAccepted.ShouldBeTrue();

    private async Task TryAsync(string typed)
    {
        await _host.AttemptAsync(typed);
        await _host.Get<RefusedAttemptsRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
    }

    private Task<long> SetAsync(Policy policy) => _host.AcceptAsync(new ChangePolicy(policy, _host.Tail()));

    private async Task RunAsync()
    {
        using var runner = _host.Get<RetentionRunner>();
        await runner.RunOnceAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(HistoryRow Late, HistoryRow Early)> SignInsAsync(string id)
    {
        await _host.CatchUpAsync();
        var rows = (await _host.AskAsync(new GetUserHistory(id)))
            .Value!.Items.Where(row => row.EventType == "UserSignedIn")
            .ToList();
        rows.Count.ShouldBe(2);
        return (rows[0], rows[1]);
    }

    private List<EventRecord> Opened(string type) => _host.ReadLog().FindAll(record => record.Type == type);
}
