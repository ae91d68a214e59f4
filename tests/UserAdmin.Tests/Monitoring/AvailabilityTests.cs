using Microsoft.Extensions.Time.Testing;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Monitoring;

/// <summary>What the program reports while it cannot do its work.</summary>
public sealed class AvailabilityTests
{
    [Fact]
    public void Runner_ThatHangsOrFails_CountsAsSilentUntilItWorksAgain()
    {
        var time = new FakeTimeProvider();
        var runners = new RunnerHeartbeats(time);
        runners.Beat("mail", TimeSpan.FromMinutes(3));
        runners.Beat("import", TimeSpan.FromMinutes(10));
        time.Advance(TimeSpan.FromMinutes(4));
        runners.Failed("mail", new InvalidOperationException("no such table"));

        runners
            .Silent.ShouldHaveSingleItem()
            .ShouldBe(new SilentRunner("mail", time.GetUtcNow().AddMinutes(-4), "no such table"));

        runners.Beat("mail", TimeSpan.FromMinutes(3));
        runners.Silent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mail_ThatHasWaitedLong_IsOverdue()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await TestHost.StartAsync(configure: services =>
            services.Add(new(typeof(TimeProvider), time))
        );
        var monitor = host.Get<IMailMonitor>();
        await host.AcceptAsync(new InviteUser(await host.CreateUserAsync("ada")));
        await host.CatchUpAsync();
        (await monitor.OverdueAsync(TestContext.Current.CancellationToken)).Count.ShouldBe(0);

        time.Advance(TimeSpan.FromMinutes(11));

        (await monitor.OverdueAsync(TestContext.Current.CancellationToken)).Count.ShouldBe(1);
    }
}
