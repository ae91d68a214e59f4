using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Storage;
using UserAdmin.Tests.StockApplication;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>One file, two applications that migrate it: each manages its own rows.</summary>
public sealed class MigrationsHistoryTests : IDisposable
{
    private const string Shared = "__EFMigrationsHistory";
    private const string Own = "__UserAdminMigrationsHistory";

    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    private string File => Path.Combine(_folder, "write.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Start_BesideAnApplicationThatMigratesBeforeAndAfter_LeavesItsRowsAlone()
    {
        await using (var application = ApplicationBeside.On($"Data Source={File}"))
        {
            await application
                .GetService<IMigrator>()
                .MigrateAsync("20260101000000_Orders", TestContext.Current.CancellationToken);
        }

        string id;
        await using (var host = await TestHost.StartAsync(directory: _folder))
        {
            id = await host.CreateUserAsync("ada");
            await host.CatchUpAsync();
        }

        await using (var application = ApplicationBeside.On($"Data Source={File}"))
        {
            await application.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        await using var again = await TestHost.StartAsync(directory: _folder);
        (await again.GetUserAsync(id)).UserName.ShouldBe("ada");
        Rows(Shared).ShouldBe(["20260101000000_Orders", "20270101000000_Invoices"]);
        Rows(Own).Count.ShouldBeGreaterThan(3);
        Rows("Orders").ShouldBeEmpty();
        Rows("Invoices").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_OnADatabaseFromBeforeTheTableWasOurOwn_TakesOurRowsOver(bool isShared)
    {
        await using (await TestHost.StartAsync(follow: false, directory: _folder)) { }

        SqliteConnection.ClearAllPools();
        var ours = Rows(Own);
        Execute($"ALTER TABLE {Own} RENAME TO {Shared}");
        if (isShared)
        {
            Execute($"INSERT INTO {Shared} VALUES ('20260101000000_Orders', '10.0.0')");
        }

        await using (var host = await TestHost.StartAsync(follow: false, directory: _folder))
        {
            await host.CreateUserAsync("ada");
        }

        Rows(Own).ShouldBe(ours);
        (isShared ? Rows(Shared).Single() : "none").ShouldBe(isShared ? "20260101000000_Orders" : "none");
        Tables().Contains(Shared).ShouldBe(isShared);
    }

    [Fact]
    public async Task Start_OnIdentityTablesOfAnotherApplication_IsRefusedAndChangesNothing()
    {
        var services = new ServiceCollection();
        StockServer.AddStockIdentity(services, $"Data Source={File}");
        await using (var provider = services.BuildServiceProvider())
        await using (var scope = provider.CreateAsyncScope())
        {
            await scope
                .ServiceProvider.GetRequiredService<StockContext>()
                .Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        }

        Execute("PRAGMA journal_mode = DELETE");
        SqliteConnection.ClearAllPools();
        var before = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);

        await using var host = await TestHost.UnpreparedAsync(_folder);
        var refusal = await Should.ThrowAsync<StartupException>(() =>
            host.Get<IStoreSetup>().PrepareAsync(TestContext.Current.CancellationToken)
        );

        refusal.Message.ShouldContain("AspNetRoleClaims");
        refusal.Message.ShouldContain("Nothing was changed");
        SqliteConnection.ClearAllPools();
        (await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task Start_OfANewerVersionBesideARunningOlderOne_IsRefusedAndChangesNothing()
    {
        await using var running = await TestHost.StartAsync(directory: _folder);
        await running.CatchUpAsync();
        // For the next program it looks as if a migration were missing.
        Execute($"DELETE FROM {Own} WHERE MigrationId = (SELECT MAX(MigrationId) FROM {Own})");
        var before = Rows(Own);

        await using var newer = await TestHost.UnpreparedAsync(_folder);
        var refusal = await Should.ThrowAsync<StartupException>(() =>
            newer.Get<IStoreSetup>().PrepareAsync(TestContext.Current.CancellationToken)
        );

        refusal.Message.ShouldContain("of an older version, runs on");
        Rows(Own).ShouldBe(before);
    }

    [Fact]
    public async Task Start_OnADatabaseOfANewerVersion_IsRefused()
    {
        await using (await TestHost.StartAsync(follow: false, directory: _folder)) { }

        Execute($"INSERT INTO {Own} VALUES ('29991231235959_FromTheFuture', '99.0.0')");

        await using var host = await TestHost.UnpreparedAsync(_folder);
        (
            await Should.ThrowAsync<StartupException>(() =>
                host.Get<IStoreSetup>().PrepareAsync(TestContext.Current.CancellationToken)
            )
        ).Message.ShouldContain("29991231235959_FromTheFuture");
    }

    private List<string> Tables() => Read("SELECT name FROM sqlite_master WHERE type = 'table'");

    private List<string> Rows(string table) => Read($"SELECT * FROM {table} ORDER BY 1");

    private List<string> Read(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File}");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File}");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
