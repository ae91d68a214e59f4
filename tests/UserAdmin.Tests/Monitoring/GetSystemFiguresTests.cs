using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Monitoring;

public sealed class GetSystemFiguresTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly string _backups = Directory.CreateTempSubdirectory("useradmin-backups-").FullName;
    private TestHost _host = default!;

    public async ValueTask InitializeAsync() =>
        _host = await TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_clock));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_backups, recursive: true);
    }

    [Fact]
    public async Task GetSystemFigures_WhenEventsHappen_CountsThoseOfTheLastMinuteAndDay()
    {
        _clock.Advance(TimeSpan.FromDays(2));
        await _host.CreateUserAsync("ada");
        await _host.CreateUserAsync("bob");
        _clock.Advance(TimeSpan.FromMinutes(5));
        (await FiguresAsync()).LastMinute.ShouldBe(0);
        await _host.CreateUserAsync("eve");

        var figures = await FiguresAsync();

        (figures.LastMinute, figures.LastDay).ShouldBe((1, 3));
    }

    [Fact]
    public async Task GetSystemFigures_AfterABackup_KnowsItAndTheSizes()
    {
        var before = await FiguresAsync();
        before.Storage.Backup.ShouldBeNull();
        before.Storage.WriteBytes.ShouldNotBeNull().ShouldBeGreaterThan(10_000);
        before.Storage.ReadBytes.ShouldNotBeNull().ShouldBeGreaterThan(10_000);
        before.Storage.FreeBytes.ShouldNotBeNull().ShouldBeGreaterThan(0);
        before.Version.ShouldNotBeEmpty();

        var made = _host.Get<IBackups>().Create(_backups, TestContext.Current.CancellationToken);

        (await FiguresAsync()).Storage.Backup.ShouldBe(
            new LastBackup(_clock.GetUtcNow(), made.Position) { Oldest = _clock.GetUtcNow() }
        );
    }

    private async Task<SystemFigures> FiguresAsync() =>
        (await _host.AskAsync(new GetSystemFigures())).Value.ShouldNotBeNull();
}
