using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account.Commands;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Audit.Queries;

public sealed class CountActivityByDayTests : IAsyncLifetime
{
    private const string Berlin = "Europe/Berlin";

    // Clocks are put back on 25 October; 23:40 UTC on the last day of October is November in Berlin.
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 24, 21, 50, 0, TimeSpan.Zero));
    private TestHost _host = default!;
    private Actor _admin = default!;
    private string _ada = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_clock));
        _admin = await _host.CreateAdministratorAsync();
        _ada = await _host.CreateUserAsync("ada", TestHost.Password);
        foreach (var minutes in (int[])[0, 20, 150, 1500, 4, 6000])
        {
            _clock.Advance(TimeSpan.FromMinutes(minutes));
            await _host.SignInAsync("ada@example.com");
            await TryAsync("ada@example.com", "192.0.2.44");
        }

        _clock.Advance(TimeSpan.FromMinutes(3));
        for (var time = 0; time < 5; time++)
        {
            await TryAsync("admin@example.com", "198.51.100.17");
        }

        await _host.AcceptAsync(new DisableUser(_ada), _admin);
        var bob = await _host.CreateUserAsync("bob");
        await _host.AcceptAsync(new InviteUser(bob), _admin);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(Berlin)]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Pacific/Apia")]
    public async Task CountActivityByDay_OfEachFigure_CountsWhatItsSearchFinds(string? zone)
    {
        var days = await CountAsync(zone);

        days.Days.Count.ShouldBe(30);
        ActivityMeasure.All.ShouldEachBe(measure => days.Total(measure) > 0);
        foreach (var measure in ActivityMeasure.All)
        {
            (await FoundAsync($"{measure.Search} {days.Search}")).ShouldBe(days.Total(measure), measure.Name);
            foreach (var day in days.Days.Where(day => day.Count(measure) > 0))
            {
                (await FoundAsync($"{measure.Search} {days.SearchOf(day)}")).ShouldBe(
                    day.Count(measure),
                    $"{measure.Name} on {day.Day}"
                );
            }
        }
    }

    [Fact]
    public async Task CountActivityByDay_InAnotherZone_HasItsDays()
    {
        static IEnumerable<(string, int)> SignIns(ActivityDays days) =>
            days.Days.Select(day => (day.Day, day.Count(ActivityMeasure.SignIns))).Where(day => day.Item2 > 0);

        SignIns(await CountAsync(null))
            .ShouldBe([("2026-10-24", 2), ("2026-10-25", 1), ("2026-10-26", 2), ("2026-10-30", 1)]);
        SignIns(await CountAsync(Berlin))
            .ShouldBe([("2026-10-24", 1), ("2026-10-25", 2), ("2026-10-26", 2), ("2026-10-30", 1)]);
    }

    [Fact]
    public async Task CountActivityByDay_AfterARebuild_IsTheSame()
    {
        var before = await CountAsync(Berlin);

        _host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);

        (await CountAsync(Berlin))
            .Days.Select(day => string.Join(' ', day.Counts))
            .ShouldBe(before.Days.Select(day => string.Join(' ', day.Counts)));
    }

    [Fact]
    public async Task CountUserActivityByDay_OfAnAccount_CountsWhatItsSearchFinds()
    {
        var days = (await _host.AskAsync(new CountUserActivityByDay(_ada, Berlin))).Value.ShouldNotBeNull();

        (days.Total(ActivityMeasure.SignIns), days.Total(ActivityMeasure.Failures)).ShouldBe((6, 6));
        foreach (var measure in (ActivityMeasure[])[ActivityMeasure.SignIns, ActivityMeasure.Failures])
        {
            (await FoundAsync($"on:{_ada} {measure.Search} {days.Search}")).ShouldBe(days.Total(measure));
        }
    }

    [Fact]
    public async Task SignInDays_InTheRowOfAnAccount_AreThoseOfTheHistory()
    {
        var days = (await _host.AskAsync(new CountUserActivityByDay(_ada))).Value.ShouldNotBeNull();

        SignInDays
            .Read((await _host.GetUserAsync(_ada)).SignInDays, _clock.GetUtcNow())
            .ShouldBe(days.Days.Select(day => day.Count(ActivityMeasure.SignIns)));
    }

    [Fact]
    public async Task FindLoudestAddresses_CountsWhatTheirSearchesFindAndNamesWhomTheyTried()
    {
        var loudest = (await _host.AskAsync(new FindLoudestAddresses(Berlin))).Value.ShouldNotBeNull();

        loudest.IsComplete.ShouldBeTrue();
        loudest
            .Addresses.Select(address => (address.Address, address.Count))
            .ShouldBe([("192.0.2.44", 6), ("198.51.100.17", 5)]);
        foreach (var address in loudest.Addresses)
        {
            (await FoundAsync(address.Search)).ShouldBe(address.Count);
        }

        (await FoundAsync(loudest.Search)).ShouldBe(11);
        loudest.Addresses[0].Accounts.ShouldBe([new TriedAccount(_ada, "ada", 6)]);
    }

    [Fact]
    public async Task FindLoudestAddresses_ForAReaderWhoMayNotSeePeople_NamesNobody()
    {
        var reader = await _host.CreateActorAsync("reader", Permissions.ActivityRead);

        var loudest = (await _host.AskAsync(new FindLoudestAddresses(), reader)).Value.ShouldNotBeNull();

        loudest.Addresses.Select(address => (address.AccountCount, address.Accounts.Count)).ShouldBe([(1, 0), (1, 0)]);
    }

    private async Task<ActivityDays> CountAsync(string? zone) =>
        (await _host.AskAsync(new CountActivityByDay(zone))).Value.ShouldNotBeNull();

    private async Task<int> FoundAsync(string search) =>
        (await _host.AskAsync(new SummariseActivity(search))).Value.ShouldNotBeNull().Count;

    private Task<CommandResult> TryAsync(string email, string address) =>
        _host
            .Get<ICommandBus>()
            .SendAsync(
                new SignIn(TestHost.NewSessionId(), email, "not the password"),
                new CommandContext(Actor.Anonymous, Guid.CreateVersion7()) { IpAddress = address },
                TestContext.Current.CancellationToken
            );
}
