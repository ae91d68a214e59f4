using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EventLog;
using UserAdmin.Following;
using UserAdmin.Monitoring;
using UserAdmin.StockDatabases;
using UserAdmin.Tests.Attaching;
using UserAdmin.Users;

namespace UserAdmin.Tests.Attached;

/// <summary>So many accounts that their events are checked on several cores and written together.</summary>
public sealed class AdoptionTests
{
    private const int Accounts = 150;

    private readonly Refusal _refusal = new();

    [Fact]
    public async Task Adoption_OfMany_RecordsEachOnce_InAChainWithoutAGap()
    {
        await using var folder = await AttachedAsync();
        await using var host = await TestHost.StartAsync(directory: folder.Directory);

        await host.Get<AccountAdoption>().RunAsync(_ => { }, TestContext.Current.CancellationToken);

        Observed(host).Count.ShouldBe(Accounts);
        Observed(host).ShouldBeUnique();
        host.Get<ILogVerification>().Verify().Problem.ShouldBeNull();
        await host.CatchUpAsync();
    }

    [Fact]
    public async Task Adoption_WithAnAccountThatCannotBeRecorded_RecordsTheOthers()
    {
        await using var folder = await AttachedAsync();
        await using var host = await TestHost.StartAsync(
            directory: folder.Directory,
            configure: services => services.AddSingleton<IEventTrial>(_refusal)
        );
        var keys = await host.Get<UnknownAccounts>().NextAsync(null, Accounts, TestContext.Current.CancellationToken);
        _refusal.SubjectId = keys[70];

        await host.Get<AccountAdoption>().RunAsync(_ => { }, TestContext.Current.CancellationToken);

        Observed(host).ShouldBe(keys.Where(key => key != keys[70]), ignoreOrder: true);
        host.Get<ILogVerification>().Verify().Problem.ShouldBeNull();
    }

    private static async Task<StockFolder> AttachedAsync()
    {
        var folder = await StockFolder.CreateAsync(new(TestProvider.Stock, 2, StockKey.Int), Accounts);
        UserAdminAttach.Attach(folder.Connection, folder.Examine().Shape!);
        return folder;
    }

    private static List<string> Observed(TestHost host) =>
        [.. host.ReadLog().Where(record => record.Type == nameof(UserObserved)).Select(record => record.SubjectId)];

    private sealed class Refusal : IEventTrial
    {
        public string? SubjectId { get; set; }

        public void Try(IEvent @event)
        {
            if (@event.SubjectId == SubjectId)
            {
                throw new NotSupportedException("A follower of the log cannot handle it.");
            }
        }
    }
}
