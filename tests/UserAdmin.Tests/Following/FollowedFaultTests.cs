using UserAdmin.Monitoring.StockTables;
using UserAdmin.Tests.Pipeline;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Following;

/// <summary>Faults and gaps lose no change of another program, and record none twice.</summary>
public sealed class FollowedFaultTests : IAsyncLifetime
{
    private readonly WatchedTransactions _transactions = new();
    private FollowedHost _followed = null!;
    private TestHost _host = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _followed = await FollowedHost.StartAsync(_transactions.Register);
        _host = _followed.Host;
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    [Fact]
    public async Task Follow_WhenTheCommitFails_RecordsTheChangeTheNextTime()
    {
        ChangePhone("1");
        _transactions.BeforeCommit = _ => throw new IOException("power is gone");
        await Should.ThrowAsync<Exception>(_followed.FollowAsync);
        _followed.Observed().ShouldBeEmpty();

        _transactions.BeforeCommit = _ => Task.CompletedTask;
        await _followed.FollowAsync();

        _followed.Observed().Count.ShouldBe(1);
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Follow_WhenTheAnswerOfTheCommitIsLost_RecordsTheChangeOnce()
    {
        ChangePhone("1");
        _transactions.AfterCommit = () => throw new IOException("the cable is cut");
        await Should.ThrowAsync<Exception>(_followed.FollowAsync);

        _transactions.AfterCommit = () => Task.CompletedTask;
        await _followed.FollowAsync();

        _followed.Observed().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Command_ThatIsRefusedAfterAChangeOfAnotherProgram_KeepsTheirsOnly()
    {
        ChangePhone("1");

        (await _host.SendAsync(new DisableUser(TestHost.NewId()))).IsAccepted.ShouldBeFalse();

        _followed.Observed().Count.ShouldBe(1);
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Follow_MoreRowsThanFitInOneTurn_RecordsAll_AndACommandThatWaitsSeesItsOwnFirst()
    {
        for (var i = 0; i < 700; i++)
        {
            _host.Tamper($"INSERT INTO {TestProvider.ObservedQueue} VALUES ('U', 'nobody{i}')");
        }

        var seen = _host.Tail();
        ChangePhone("1");
        var refused = await _host.SendAsync(new ChangeUserPhone(_id, "+44 2", seen));

        refused.Errors.ShouldHaveSingleItem().ShouldBeOfType<Messaging.StaleEdit>().Current.ShouldBe("1");
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Reconcile_RecordsWhatNoTriggerHasSeen()
    {
        var gone = await _host.CreateUserAsync("cleo");
        var found = await _followed.RegisterAsync(new("grace"));
        ChangePhone("1");
        _host.Tamper($"DELETE FROM \"AspNetUsers\" WHERE \"Id\" = '{gone}'");
        _host.Tamper($"DELETE FROM {TestProvider.ObservedQueue}");
        await _host.CatchUpAsync();

        await ReconcileAsync();

        _followed
            .Observed()
            .Select(record => (record.Type, record.SubjectId))
            .ShouldBe(
                [(nameof(UserObservedChanged), _id), (nameof(UserObservedGone), gone), (nameof(UserObserved), found)],
                ignoreOrder: true
            );
        _host.Get<StockComparison>().Latest.Differences.ShouldBeEmpty();
        await _followed.ShouldAgreeAsync();
    }

    private Task ReconcileAsync() =>
        _host
            .Get<StockComparisonRunner>()
            .ReconcileAsync(TimeSpan.Zero, StockComparison.Patience, TestContext.Current.CancellationToken);

    private void ChangePhone(string phone) =>
        _host
            .Tamper($"UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = '{phone}' WHERE \"Id\" = '{_id}'")
            .ShouldBeGreaterThan(0);
}
