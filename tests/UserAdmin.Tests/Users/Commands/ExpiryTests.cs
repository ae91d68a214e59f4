using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Account;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Users.Commands;

public sealed class ExpiryTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task LifecycleRunner_WhenAnAccountHasExpired_DisablesItAndEndsItsSessions()
    {
        await using var host = await StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        await host.AcceptAsync(new SetUserExpiry(id, _clock.GetUtcNow().AddHours(1)));
        var session = await host.SignInAsync("ada@example.com");
        await host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        await host.CatchUpAsync();
        (await host.Get<ISessions>().FindAsync(session)).ShouldNotBeNull();

        _clock.Advance(TimeSpan.FromHours(1));
        await host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        await host.CatchUpAsync();

        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
        (await host.TrySignInAsync("ada@example.com")).ShouldBeNull();
        (await host.GetUserAsync(id)).StateAt(_clock.GetUtcNow()).ShouldBe(UserState.Disabled);
    }

    [Fact]
    public async Task EnableUser_AfterExpiry_RemovesThePastExpiry()
    {
        await using var host = await StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);
        await host.AcceptAsync(new SetUserExpiry(id, _clock.GetUtcNow().AddHours(1)));
        _clock.Advance(TimeSpan.FromHours(2));
        await host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        await host.CatchUpAsync();

        await host.AcceptAsync(new EnableUser(id));
        await host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        await host.CatchUpAsync();

        var row = await host.GetUserAsync(id);
        (row.StateAt(_clock.GetUtcNow()), row.ExpiresAt).ShouldBe((UserState.Active, null));
    }

    [Fact]
    public async Task LifecycleRunner_WhenTheLastAdministratorHasExpired_LeavesThemIn()
    {
        await using var host = await StartAsync();
        var (first, second) = (
            await host.CreateAdministratorAsync("first"),
            await host.CreateAdministratorAsync("second")
        );
        await host.AcceptAsync(new SetUserExpiry(first.Id, _clock.GetUtcNow().AddHours(1)));
        await host.AcceptAsync(new SetUserExpiry(second.Id, _clock.GetUtcNow().AddHours(1)));
        _clock.Advance(TimeSpan.FromHours(2));

        await host.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        await host.CatchUpAsync();

        var states = new[] { await host.GetUserAsync(first.Id), await host.GetUserAsync(second.Id) }.Select(row =>
            row.StateAt(_clock.GetUtcNow())
        );
        states.ShouldBe([UserState.Disabled, UserState.Active], ignoreOrder: true);
        (
            await host.TrySignInAsync("first@example.com") ?? await host.TrySignInAsync("second@example.com")
        ).ShouldNotBeNull("somebody can still sign in");
    }

    [Fact]
    public async Task SetUserExpiry_OfOneself_IsRefused()
    {
        await using var host = await StartAsync();
        var admin = await host.CreateAdministratorAsync();
        await host.CreateAdministratorAsync("second");

        (await host.SendAsync(new SetUserExpiry(admin.Id, _clock.GetUtcNow().AddDays(1)), admin))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(UserErrors.Oneself);
    }

    private Task<TestHost> StartAsync() =>
        TestHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(_clock));
}
