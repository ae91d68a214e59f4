using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
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
        await using var two = await one.StartBesideAsync();

        var id = await one.CreateUserAsync("ada");

        await two.CatchUpAsync();
        (await two.AskAsync(new GetUser(id))).Value.ShouldNotBeNull().UserName.ShouldBe("ada");
    }

    [Fact]
    public async Task Person_WhoArrivesFromAnotherNode_SeesTheirOwnChange()
    {
        await using var one = await TestHost.StartAsync();
        await using var two = await one.StartBesideAsync();
        var ada = await one.CreateAdministratorAsync();
        // The other node does not follow the log until the query waits.
        await two.StopFollowingAsync();
        var id = TestHost.NewId();
        await one.AcceptAsync(new CreateUser(id, "zoe", "zoe@example.com", "Zoe"), ada);

        var asking = two.Get<IQueryBus>()
            .AskAsync(new GetUser(id), new QueryContext(ada), TestContext.Current.CancellationToken);
        await two.StartFollowingAsync();

        var answer = await asking;
        answer.IsStale.ShouldBeFalse();
        answer.Value.ShouldNotBeNull().UserName.ShouldBe("zoe");
    }

    [Fact]
    public async Task SameUserName_OnTwoNodesAtOnce_IsAcceptedOnce_AndTheLogHasNoGap()
    {
        await using var one = await TestHost.StartAsync(follow: false);
        await using var two = await one.StartBesideAsync();

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
}
