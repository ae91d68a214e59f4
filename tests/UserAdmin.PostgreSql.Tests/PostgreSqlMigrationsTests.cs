using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserAdmin.Storage;
using UserAdmin.Tests.StockApplication;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>One database, two applications that migrate it: each manages its own rows.</summary>
public sealed class PostgreSqlMigrationsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
    private string _connectionString = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TestProvider.SkipIfMissing();
        await TestProvider.EnsureCreatedAsync(_folder);
        _connectionString = await TestProvider.ConnectionStringAsync(_folder);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Migrations_Are_AllThatTheMappingNeeds()
    {
        await using var host = await TestHost.StartAsync(follow: false, directory: _folder);
        await using var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync(Token);

        context.Database.HasPendingModelChanges().ShouldBeFalse("Add a migration, as docs/EXTENDING.md says.");
    }

    [Fact]
    public async Task Migrate_ByNodesThatStartTogetherOnAnEmptyDatabase_CreatesTheTablesOnce()
    {
        await using var host = await TestHost.UnpreparedAsync(_folder);
        var setup = host.Get<IWriteSetup>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(setup.Migrate, Token)));

        setup.IsBehind().ShouldBeFalse();
        host.Count("SELECT count(*) FROM \"AspNetUsers\"").ShouldBe(0);
    }

    [Fact]
    public async Task Start_BesideAnApplicationThatMigratesBeforeAndAfter_LeavesItsRowsAlone()
    {
        await using (var application = ApplicationBeside.On(_connectionString))
        {
            await application.GetService<IMigrator>().MigrateAsync("20260101000000_Orders", Token);
        }

        string id;
        await using (var host = await TestHost.StartAsync(directory: _folder))
        {
            id = await host.CreateUserAsync("ada");
            await host.CatchUpAsync();
        }

        await using (var application = ApplicationBeside.On(_connectionString))
        {
            await application.Database.MigrateAsync(Token);
        }

        await using var again = await TestHost.StartAsync(directory: _folder);
        (await again.GetUserAsync(id)).UserName.ShouldBe("ada");
        (await ReadAsync("SELECT \"MigrationId\" FROM public.\"__EFMigrationsHistory\" ORDER BY 1")).ShouldBe([
            "20260101000000_Orders",
            "20270101000000_Invoices",
        ]);
        (await ReadAsync("SELECT \"MigrationId\" FROM useradmin.\"__UserAdminMigrationsHistory\"")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Start_OnIdentityTablesOfAnotherApplication_IsRefusedAndChangesNothing()
    {
        var services = new ServiceCollection();
        StockServer.AddStockIdentity(services, _connectionString);
        await using (var provider = services.BuildServiceProvider())
        await using (var scope = provider.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<StockContext>().Database.EnsureCreatedAsync(Token);
        }

        var before = await ReadAsync("SELECT relname FROM pg_class ORDER BY 1");
        await using var host = await TestHost.UnpreparedAsync(_folder);

        var refusal = await Should.ThrowAsync<StartupException>(() => host.Get<IStoreSetup>().PrepareAsync(Token));

        refusal.Message.ShouldContain("AspNetRoleClaims");
        refusal.Message.ShouldContain("Nothing was changed");
        (await ReadAsync("SELECT relname FROM pg_class ORDER BY 1")).ShouldBe(before);
    }

    [Fact]
    public async Task Start_OnADatabaseOfANewerVersion_IsRefused()
    {
        await using (var host = await TestHost.StartAsync(follow: false, directory: _folder))
        {
            host.Tamper(
                "INSERT INTO \"__UserAdminMigrationsHistory\" VALUES ('29991231235959_FromTheFuture', '99.0.0')"
            );
        }

        await using var older = await TestHost.UnpreparedAsync(_folder);
        (
            await Should.ThrowAsync<StartupException>(() => older.Get<IStoreSetup>().PrepareAsync(Token))
        ).Message.ShouldContain("29991231235959_FromTheFuture");
    }

    [Fact]
    public async Task Node_WhileANewerVersionMigratesTheDatabase_KeepsWorking()
    {
        await using var older = await TestHost.StartAsync(directory: _folder);
        var before = await older.CreateUserAsync("ada");

        // What a newer version does: it adds, and neither renames nor removes (docs/SCALING.md).
        older.Tamper("ALTER TABLE \"UserProfiles\" ADD COLUMN \"Newer\" text NOT NULL DEFAULT ''");
        older.Tamper("CREATE TABLE \"NewerRows\" (\"Id\" text PRIMARY KEY)");
        older.Tamper("INSERT INTO \"__UserAdminMigrationsHistory\" VALUES ('29991231235959_FromTheFuture', '99.0.0')");

        var after = await older.CreateUserAsync("grace");
        (await older.SendAsync(new DisableUser(before))).IsAccepted.ShouldBeTrue();
        await older.CatchUpAsync();
        (await older.GetUserAsync(after)).UserName.ShouldBe("grace");
        (await older.GetUserAsync(before)).DisabledAt.ShouldNotBeNull();
    }

    private async Task<List<string>> ReadAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Token);
        await using var command = connection.Command(null, sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
