using UserAdmin.Following;
using UserAdmin.Tests.Following;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>Migrations of other programs rebuild tables, and SQLite drops the triggers without a word.</summary>
public sealed class RebuiltTableTests
{
    [Fact]
    public async Task Triggers_AfterAMigrationRebuiltTheTable_ComeBackAndTheRestIsCompared()
    {
        await using var followed = await FollowedHost.StartAsync();
        var host = followed.Host;
        var id = await host.CreateUserAsync("ada");
        host.Get<ReconciliationSignal>().Take();

        // As EF Core's migrations do it.
        var sql = Text(host, "SELECT sql FROM sqlite_master WHERE name = 'AspNetUsers'");
        host.Tamper(
            "PRAGMA foreign_keys = 0; BEGIN; "
                + sql.Replace("\"AspNetUsers\"", "\"ef_temp_AspNetUsers\"", StringComparison.Ordinal)
                + "; INSERT INTO \"ef_temp_AspNetUsers\" SELECT * FROM \"AspNetUsers\"; DROP TABLE \"AspNetUsers\"; "
                + "ALTER TABLE \"ef_temp_AspNetUsers\" RENAME TO \"AspNetUsers\"; COMMIT; PRAGMA foreign_keys = 1"
        );
        Triggers(host).ShouldBe(21);

        await followed.FollowAsync();

        Triggers(host).ShouldBe(24);
        host.Get<ReconciliationSignal>().Take().IsEverything.ShouldBeTrue();
        host.Tamper($"UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = '1' WHERE \"Id\" = '{id}'");
        await followed.FollowAsync();
        followed.Observed().Count.ShouldBe(1);
        await followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Column_ThatTheApplicationRenames_IsInNoNewTrigger_SoItCanStillWrite()
    {
        await using var followed = await FollowedHost.StartAsync();
        var host = followed.Host;
        await host.CreateUserAsync("ada");

        host.Tamper("ALTER TABLE \"AspNetUsers\" RENAME COLUMN \"PhoneNumber\" TO phone");
        var state = await host.Get<IStockTriggers>().EnsureAsync(TestContext.Current.CancellationToken);

        state.Problem.ShouldNotBeNull().ShouldContain("PhoneNumber");
        host.Tamper("UPDATE \"AspNetUsers\" SET phone = '1'").ShouldBeGreaterThan(0);
    }

    private static int Triggers(TestHost host) =>
        int.Parse(
            Text(host, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'"),
            System.Globalization.CultureInfo.InvariantCulture
        );

    private static string Text(TestHost host, string sql)
    {
        using var connection = host.OpenWrite();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
