using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Monitoring;

/// <summary>What the program reports while it cannot do its work.</summary>
public sealed class AvailabilityTests
{
    [Theory]
    [InlineData(5, "database.locked")]
    [InlineData(13, "database.disk-full")]
    [InlineData(8, "database.read-only")]
    [InlineData(19, null)]
    public void Fault_OfADatabaseThatCannotBeUsed_IsNamed(int code, string? expected) =>
        new DatabaseFaults([new SqliteFaults()])
            .Unavailable(new DbUpdateException("Not saved.", new SqliteException("Fault.", code)))
            ?.Code.ShouldBe(expected);

    [Fact]
    public async Task Command_WhileAnotherProgramLocksTheDatabase_FailsWithItsReasonAndChangesNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var storage = host.Get<IStorageHealth>();
        (await storage.WriteProblemAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        storage.FreeBytes().ShouldNotBeNull().ShouldBeGreaterThan(0);
        var before = host.Tail();
        using var holder = new SqliteConnection($"Data Source={host.WriteFile}");
        holder.Open();
        using (holder.BeginTransaction())
        {
            var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() => host.CreateUserAsync("ada"));

            fault.Error.Code.ShouldBe("database.locked");
            (await storage.WriteProblemAsync(TestContext.Current.CancellationToken))!.ShouldContain(
                "locked by another program"
            );
        }

        host.Tail().ShouldBe(before);
        await host.CreateUserAsync("ada");
    }

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
