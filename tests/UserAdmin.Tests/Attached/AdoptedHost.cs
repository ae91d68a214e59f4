using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Following;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Tests.Attaching;
using UserAdmin.Users;

namespace UserAdmin.Tests.Attached;

/// <summary>The program on the database of a stock application, whose accounts it has read.</summary>
internal sealed class AdoptedHost : IAsyncDisposable
{
    private readonly Action<IServiceCollection>? _configure;
    private bool _isOver;

    private AdoptedHost(
        StockFolder folder,
        TestHost host,
        StockPeople people,
        string schema,
        Action<IServiceCollection>? configure
    ) => (Folder, Host, People, Schema, _configure) = (folder, host, people, schema, configure);

    public StockFolder Folder { get; }

    public TestHost Host { get; private set; }

    public StockPeople People { get; private set; }

    /// <summary>The definition of the database as the application alone has made it.</summary>
    public string Schema { get; private set; }

    /// <summary>Creates the application's database, attaches it, reads its accounts, and starts the program.</summary>
    public static async Task<AdoptedHost> StartAsync(
        StockShape shape,
        int accounts = 60,
        Action<IServiceCollection>? configure = null
    )
    {
        var folder = await StockFolder.CreateAsync(shape, accounts);
        var schema = await TestProvider.SchemaAsync(folder.Directory);
        var found = folder.Examine();
        found.Refusal.ShouldBeNull();
        UserAdminAttach.Attach(folder.Connection, found.Shape!);
        var host = await TestHost.StartAsync(directory: folder.Directory, configure: configure);
        var adopted = new AdoptedHost(folder, host, StockPeople.Of(shape, folder.Connection), schema, configure);
        await adopted.FollowAsync();
        await host.Get<AccountAdoption>().RunAsync(_ => { }, TestContext.Current.CancellationToken);
        await host.CatchUpAsync();
        return adopted;
    }

    /// <summary>The application migrates its tables, while the program runs, and is started again.</summary>
    public async Task MigrateAsync(StockShape shape)
    {
        await People.DisposeAsync();
        People = StockPeople.Of(shape, Folder.Connection);
        await People.MigrateAsync();
        // The same without the program.
        await using var twin = await StockFolder.CreateAsync(shape, accounts: 0);
        Schema = await TestProvider.SchemaAsync(twin.Directory);
    }

    /// <summary>Ends the program and starts it again.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Host = await TestHost.StartAsync(directory: Folder.Directory, configure: _configure);
    }

    /// <summary>Does what the background work does if somebody has asked for a comparison of everything.</summary>
    public async Task ReconcileIfAskedAsync()
    {
        if (Host.Get<ReconciliationSignal>().Take().IsEverything)
        {
            await Host.Get<StockComparisonRunner>()
                .ReconcileAsync(TimeSpan.Zero, StockComparison.Patience, TestContext.Current.CancellationToken);
            await Host.CatchUpAsync();
        }
    }

    /// <summary>Does what the background work does every moment: triggers, then whatever they have noted.</summary>
    public async Task FollowAsync()
    {
        await Host.Get<StockFollower>().RunOnceAsync(TestContext.Current.CancellationToken);
        await Host.CatchUpAsync();
    }

    /// <summary>Everything in the tables must be in the read model, and nothing else.</summary>
    public async Task ShouldAgreeAsync()
    {
        await FollowAsync();
        var report = await Host.Get<IStockReports>().CompareAsync(TestContext.Current.CancellationToken);
        report.ShouldNotBeNull().Differences.ShouldBeEmpty();
        Listed().ShouldBe([.. (await People.AllAsync()).Select(Text).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Ends the program and detaches the database, which must be as it was.</summary>
    public async Task DetachAsync()
    {
        await EndAsync();
        TestProvider.ClearPools();
        UserAdminAttach.Detach(Folder.Connection).ShouldBeGreaterThan(0);
        (await TestProvider.SchemaAsync(Folder.Directory)).ShouldBe(Schema);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await People.DisposeAsync();
        await EndAsync();
        await Folder.DisposeAsync();
    }

    private async Task EndAsync()
    {
        if (!_isOver)
        {
            _isOver = true;
            await Host.DisposeAsync();
        }
    }

    private static string Text(StockPerson person) =>
        string.Join(
            " | ",
            person.Id,
            person.UserName,
            person.Email,
            person.PhoneNumber,
            person.HasPassword,
            Until(person.LockedUntil),
            string.Join(", ", person.Roles),
            string.Join(", ", person.Claims),
            string.Join(", ", person.Logins),
            person.Passkeys
        );

    private static string Until(DateTimeOffset? until) =>
        until is null ? "open"
        : ObservedLock.IsEndless(until) ? "disabled"
        : $"{until.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss}";

    private List<string> Listed()
    {
        using var context = Host.Get<IReadStore>().CreateContext();
        var roles = context.Set<UserRoleRow>().ToLookup(row => row.UserId, row => row.RoleName);
        var claims = context.Set<UserClaimRow>().ToLookup(row => row.UserId, row => $"{row.ClaimType}={row.Value}");
        var logins = context.Set<ExternalLoginRow>().ToLookup(row => row.UserId, row => row.ProviderKey);
        return
        [
            .. context
                .Set<UserRow>()
                .AsEnumerable()
                .Select(row =>
                    Text(
                        new(
                            row.Id,
                            row.UserName,
                            row.Email.Length == 0 ? null : row.Email,
                            row.PhoneNumber,
                            row.HasPassword,
                            row.DisabledAt is null ? row.LockedUntil : DateTimeOffset.MaxValue,
                            [.. roles[row.Id].Order(StringComparer.Ordinal)],
                            [.. claims[row.Id].Order(StringComparer.Ordinal)],
                            [.. logins[row.Id]],
                            row.PasskeyCount
                        )
                    )
                )
                .Order(StringComparer.Ordinal),
        ];
    }
}
