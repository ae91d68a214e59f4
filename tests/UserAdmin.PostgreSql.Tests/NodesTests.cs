using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>Several processes on one PostgreSQL database, each with a read model of its own.</summary>
public sealed class NodesTests
{
    [Fact]
    public async Task Change_OnOneNode_IsShownByTheOther()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await StartBesideAsync(one);

        var id = await one.CreateUserAsync("ada");

        await two.CatchUpAsync();
        (await two.AskAsync(new GetUser(id))).Value.ShouldNotBeNull().UserName.ShouldBe("ada");
    }

    [Fact]
    public async Task SameUserName_OnTwoNodesAtOnce_IsAcceptedOnce_AndTheLogHasNoGap()
    {
        await using var one = await TestHost.StartAsync(follow: false);
        await using var two = await StartBesideAsync(one);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(number =>
                    (number % 2 == 0 ? one : two).SendAsync(
                        new CreateUser(TestHost.NewId(), "ada", $"ada{number}@example.com", "Ada")
                    )
                )
        );

        results.Count(result => result.IsAccepted).ShouldBe(1);
        results.Where(result => !result.IsAccepted).ShouldEachBe(result => result.Errors[0].Field == "UserName");
        one.ReadLog()
            .Select(record => record.Position)
            .ShouldBe(Enumerable.Range(1, (int)one.Tail()).Select(i => (long)i));
        one.Get<ILogVerification>().Verify(null, TestContext.Current.CancellationToken).BadPosition.ShouldBeNull();
    }

    [Fact]
    public async Task Commit_IsHeardByAListener()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        using var stop = new CancellationTokenSource();
        var heard = new SemaphoreSlim(0);
        var listening = host.Get<ILogListener>().ListenAsync(() => heard.Release(), stop.Token);
        // It has begun to listen.
        (await heard.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeTrue();

        await host.CreateUserAsync("ada");

        (await heard.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeTrue();
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task Console_BesideAnother_IsRefused_UntilThatHasEnded()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        // Each look at the time is a minute later, so that nobody waits.
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) };
        await using var first = new PostgreSqlConsoleTurn(host.Get<PostgreSqlServer>(), time);
        await using var second = new PostgreSqlConsoleTurn(host.Get<PostgreSqlServer>(), time);
        await first.TakeAsync(TestContext.Current.CancellationToken);

        (
            await Should.ThrowAsync<StartupException>(() => second.TakeAsync(TestContext.Current.CancellationToken))
        ).Message.ShouldContain("one console at a time");

        await first.DisposeAsync();
        await second.TakeAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Console_WhoseConnectionIsLostToAnother_LearnsIt()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await using var first = new PostgreSqlConsoleTurn(host.Get<PostgreSqlServer>(), TimeProvider.System);
        await using var second = new PostgreSqlConsoleTurn(host.Get<PostgreSqlServer>(), TimeProvider.System);
        await first.TakeAsync(TestContext.Current.CancellationToken);
        var taking = second.TakeAsync(TestContext.Current.CancellationToken);
        // The connection ends as when its server is restarted; the other one is already waiting.
        await EndTurnsAsync(host);
        await taking;

        await first.KeepAsync(TestContext.Current.CancellationToken);
    }

    private static Task<TestHost> StartBesideAsync(TestHost host) =>
        TestHost.StartAsync(configure: services => services.AddSingleton(host.Get<PostgreSqlServer>()));

    private static async Task EndTurnsAsync(TestHost host)
    {
        using var connection = host.OpenWrite();
        using var end = connection.Command(
            null,
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE "
                + "d.datname = current_database() AND l.locktype = 'advisory' AND l.granted AND l.objid = "
                + $"{unchecked((uint)PostgreSqlConsoleTurn.ConsoleLock)}"
        );
        end.ExecuteNonQuery();
    }
}
