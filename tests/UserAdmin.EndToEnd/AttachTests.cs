using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Hardening;
using UserAdmin.EndToEnd.Programs;
using UserAdmin.StockDatabases;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.EndToEnd;

/// <summary>The verb <c>attach</c> on databases of other applications.</summary>
public sealed class AttachTests : IDisposable
{
    private readonly DataFolder _data = new();

    [Fact]
    public async Task Attach_ToAFile_ReportsAndChangesNothing()
    {
        var file = _data.File("app.db");
        var connection = $"Data Source={file}";
        var shape = new StockShape(StockProvider.Sqlite, 1, StockKey.Uuid, IsExtended: true);
        await StockDatabase.CreateAsync(shape, connection, 500);
        SqliteConnection.ClearAllPools();
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        var run = await BuiltProgram.RunAsync("attach", "--connection", connection);

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        Words(run).ShouldContain("Accounts 500 AspNetUsers");
        Words(run).ShouldContain("Keys uuid, as upper-case text");
        Words(run).ShouldContain("FirstName TEXT text required of new accounts");
        Words(run).ShouldContain("DeletedAt TEXT time may be empty; by its name, marks deleted accounts");
        run.Output[^1].ShouldBe("Nothing was changed.");
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(before);
        Directory.GetFileSystemEntries(_data.Path).ShouldBe([file]);
    }

    [Fact]
    public async Task AccountOfTheApplication_NamedInTheSettings_IsTheFirstAdministrator()
    {
        // The application requires more of a new account than the console knows, so none can be created.
        var connection = $"Data Source={_data.File("app.db")}";
        var shape = new StockShape(StockProvider.Sqlite, 1, StockKey.Int, IsExtended: true);
        await StockDatabase.CreateAsync(shape, connection, 12);
        SqliteConnection.ClearAllPools();
        (await BuiltProgram.RunAsync("attach", "--yes", "--connection", connection)).ExitCode.ShouldBe(0);
        string[] settings = [$"--ConnectionStrings:Write={connection}", "--UserAdmin:FirstAdministrator:Email"];

        var refused = await BuiltProgram.RunAsync([
            "--urls=http://127.0.0.1:0",
            _data.Setting,
            settings[0],
            $"{settings[1]}=nobody@example.com",
        ]);
        await using var program = await RunningProgram.StartAsync(
            _data,
            settings[0],
            $"{settings[1]}=user10@example.com"
        );
        using var visitor = new HttpVisitor(program.Address);
        using var signedIn = await visitor.SignInAsync(new Person("", "", "user10@example.com", "Correct-horse-9"));
        using var system = await visitor.GetAsync("/system");

        refused.Error.ShouldHaveSingleItem().ShouldContain("not exactly one account of the application");
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await HttpVisitor.TextAsync(system)).ShouldContain("Identity tables and log");
    }

    [Fact]
    public async Task Attach_ToAServer_ReportsAndShowsNoPassword()
    {
        PostgreSqlIsThere.OrSkip();
        const string Database = "attached";
        var cluster = await PostgreSqlCluster.SharedAsync();
        await cluster.RunAsync($"CREATE DATABASE {Database}");
        var shape = new StockShape(StockProvider.PostgreSql, 2, StockKey.Int, Names: StockNames.SnakeCase);
        await StockDatabase.CreateAsync(shape, cluster.To(Database, pooled: false), 100);

        var run = await BuiltProgram.RunAsync("attach", "--connection", cluster.To(Database) + ";Password=hunter2");

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        Words(run).ShouldContain("Accounts 100 public.AspNetUsers");
        Words(run).ShouldContain("Schema version 2");
        Words(run).ShouldContain("A schema useradmin with tables of its own.");
        run.Output.ShouldNotContain(line => line.Contains("hunter2", StringComparison.Ordinal));
        run.Output[^1].ShouldBe("Nothing was changed.");
        NpgsqlConnection.ClearAllPools();
        await cluster.RunAsync($"DROP DATABASE {Database} WITH (FORCE)");
    }

    [Fact]
    public async Task Attach_ToOurOwnDatabase_EndsWithTheReason()
    {
        await _data.FillAsync();

        var run = await BuiltProgram.RunAsync("attach", "--connection", $"Data Source={_data.WriteDatabase}");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldHaveSingleItem().ShouldContain("UserAdmin uses this database already");
    }

    [Fact]
    public async Task Attach_ToNothing_CreatesNothing()
    {
        var run = await BuiltProgram.RunAsync("attach", "--connection", $"Data Source={_data.File("app.db")}");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldHaveSingleItem().ShouldStartWith("There is no file ");
        Directory.GetFileSystemEntries(_data.Path).ShouldBeEmpty();
    }

    public void Dispose() => _data.Dispose();

    // Columns are apart by several spaces.
    private static IEnumerable<string> Words(EndedRun run) =>
        run.Output.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
