using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EventLog;
using UserAdmin.Following;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Tests.StockApplication;
using UserAdmin.Users;

namespace UserAdmin.Tests.Following;

/// <summary>The program and a stock application on one database, whose changes are followed.</summary>
internal sealed class FollowedHost : IAsyncDisposable
{
    private FollowedHost(TestHost host, StockServer stock) => (Host, Stock) = (host, stock);

    public TestHost Host { get; }

    public StockServer Stock { get; }

    public static async Task<FollowedHost> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var host = await TestHost.StartAsync(configure: configure);
        var followed = new FollowedHost(host, await StockServer.StartAsync(host.Directory));
        await followed.FollowAsync();
        return followed;
    }

    /// <summary>Does what the background work does every moment: triggers, then whatever they have noted.</summary>
    public Task FollowAsync() => Host.Get<StockFollower>().RunOnceAsync(TestContext.Current.CancellationToken);

    /// <summary>
    /// Compares every account and role with the log once more: there must be nothing to record, and the read model must
    /// show what the tables contain.
    /// </summary>
    public async Task ShouldAgreeAsync()
    {
        await FollowAsync();
        var tail = Host.Tail();
        Host.Tamper($"INSERT INTO {TestProvider.ObservedQueue} SELECT 'U', \"Id\" FROM \"AspNetUsers\"");
        Host.Tamper($"INSERT INTO {TestProvider.ObservedQueue} SELECT 'R', \"Id\" FROM \"AspNetRoles\"");
        await FollowAsync();
        Observed(tail).Select(record => record.Payload).ShouldBeEmpty();
        await Host.CatchUpAsync();
        var report = await Host.Get<IStockReports>().CompareAsync(TestContext.Current.CancellationToken);
        report.ShouldNotBeNull().Differences.ShouldBeEmpty();
    }

    /// <summary>Changes an account as the stock application would; the change must be accepted.</summary>
    public Task<int> ChangeAsync(
        string id,
        Func<UserManager<IdentityUser>, IdentityUser, Task<IdentityResult>> change
    ) =>
        Stock.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id)).ShouldNotBeNull();
            (await change(users, user)).Errors.ShouldBeEmpty();
            return 0;
        });

    /// <summary>Registers a person as the stock application would, and returns the account's key.</summary>
    public Task<string> RegisterAsync(IdentityUser user, string? password = "Violet harbor stone 17!") =>
        Stock.WithUsersAsync(async users =>
        {
            var result = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
            result.Errors.ShouldBeEmpty();
            return user.Id;
        });

    /// <summary>Returns the events of a subject after a position.</summary>
    public List<IEvent> Events(string subjectId, long after = 0) =>
        [
            .. Host.ReadLog()
                .Where(record => record.SubjectId == subjectId && record.Position > after)
                .Select(EventCodec.Decode),
        ];

    /// <summary>Returns every event about what another program did, after a position.</summary>
    public List<EventRecord> Observed(long after = 0) =>
        [
            .. Host.ReadLog()
                .Where(record => record.Position > after && record.Type.Contains("Observed", StringComparison.Ordinal)),
        ];

    /// <summary>Returns the only change of an account that another program made after a position.</summary>
    public UserObservedChanged Change(string id, long after) =>
        Events(id, after).ShouldHaveSingleItem().ShouldBeOfType<UserObservedChanged>();

    public async ValueTask DisposeAsync()
    {
        await Stock.DisposeAsync();
        await Host.DisposeAsync();
    }
}
