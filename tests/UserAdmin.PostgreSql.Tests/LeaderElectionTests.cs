using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>The choice of one node for the work that must be done once.</summary>
public sealed class LeaderElectionTests
{
    // Other databases of the same server have leaders of their own.
    private static readonly string _leaders = FormattableString.Invariant(
        $"""
        FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database()
        AND l.locktype = 'advisory' AND l.objid = {unchecked((uint)PostgreSqlLeaderElection.LeaderLock)}
        """
    );

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Node_BesideALeader_WaitsUntilThatGivesUp()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var first = await LeadAsync(host);
        var waiting = LeadAsync(host);
        await AskedAsync(host);
        waiting.IsCompleted.ShouldBeFalse();
        first.Ended.IsCancellationRequested.ShouldBeFalse();

        await first.DisposeAsync();

        await using var second = await InTimeAsync(waiting);
        second.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Leader_WhoseConnectionIsLost_LearnsIt_AndAnotherLeads()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await using var first = await LeadAsync(host);
        var over = new TaskCompletionSource<bool>();
        first.Ended.Register(() => over.SetResult(true));
        var waiting = LeadAsync(host);
        await AskedAsync(host);

        host.Count($"SELECT count(pg_terminate_backend(l.pid)) {_leaders}").ShouldBe(1);

        (await InTimeAsync(over.Task)).ShouldBeTrue();
        await using var second = await InTimeAsync(waiting);
    }

    [Fact]
    public async Task Leader_ThatIsSilent_IsReplaced()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        // Its clock stands still, as that of a node that is paused: it tells the server nothing any more.
        await using var paused = await LeadAsync(host, new FakeTimeProvider());

        await using var other = await InTimeAsync(LeadAsync(host));

        host.Count($"SELECT count(*) {_leaders} AND l.granted").ShouldBe(1);
    }

    [Fact]
    public async Task Leader_ThatIsNotSilent_StaysTheLeader()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var time = new FakeTimeProvider();
        await using var leader = await LeadAsync(host, time);
        var asked = LastAsked(host);

        await TestHost.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return LastAsked(host) > asked;
            },
            "the leader has told the server that it is there"
        );

        leader.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    private static Task<ILeaderTerm> LeadAsync(TestHost host, TimeProvider? time = null) =>
        new PostgreSqlLeaderElection(
            host.Get<PostgreSqlServer>(),
            time ?? TimeProvider.System,
            NullLogger<PostgreSqlLeaderElection>.Instance
        ).LeadAsync(TestContext.Current.CancellationToken);

    private static Task<T> InTimeAsync<T>(Task<T> task) =>
        task.WaitAsync(_patience, TestContext.Current.CancellationToken);

    private static Task AskedAsync(TestHost host) =>
        TestHost.UntilAsync(() => host.Count($"SELECT count(*) {Askers}") == 2, "the second node has asked");

    private const string Askers =
        "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%try_advisory_lock%' "
        + "AND pid <> pg_backend_pid()";

    private static long LastAsked(TestHost host) =>
        host.Count(
            "SELECT extract(epoch FROM max(state_change)) * 1000000 FROM pg_stat_activity WHERE datname = "
                + $"current_database() AND pid IN (SELECT l.pid {_leaders})"
        );
}
