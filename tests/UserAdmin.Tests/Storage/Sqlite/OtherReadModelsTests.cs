using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Users;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>Read models of other versions in the same folder.</summary>
public sealed class OtherReadModelsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
    private string _userId = "";

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("read.db")]
    [InlineData("read.green.db")]
    [InlineData("read.0badcafe.db")]
    public async Task Start_OnAReadModelOfAnotherVersion_BuildsItsOwnAndDeletesTheOtherAtALaterStart(string name)
    {
        await FillAsync(name);

        await using (var host = await TestHost.StartAsync(directory: _folder))
        {
            (await host.GetUserAsync(_userId)).UserName.ShouldBe("ada");
            await BuiltAsync(host);
            File.Exists(At(name)).ShouldBeTrue();
        }

        await using (var again = await TestHost.StartAsync(directory: _folder))
        {
            (await again.GetUserAsync(_userId)).UserName.ShouldBe("ada");
        }

        SqliteConnection.ClearAllPools();
        Directory.GetFiles(_folder, $"{name}*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_WhileItsOwnIsNotComplete_KeepsTheOtherAndSaysThatItIsBeingBuilt()
    {
        await FillAsync("read.db");
        var stuck = ProjectionCatalogue.Of(new Stuck());

        for (var start = 0; start < 2; start++)
        {
            await using var host = await TestHost.StartAsync(
                directory: _folder,
                configure: services => services.AddSingleton(stuck)
            );
            await TestHost.UntilAsync(
                () => host.Get<IProjectionMonitor>().Current is { IsBuilding: true, Paused: not null, Lag: > 0 },
                "the runner has paused"
            );
        }

        File.Exists(At("read.db")).ShouldBeTrue();
        await using var mended = await TestHost.StartAsync(directory: _folder);
        (await mended.GetUserAsync(_userId)).UserName.ShouldBe("ada");
        await BuiltAsync(mended);
    }

    [Fact]
    public async Task Start_WhileAnotherProgramRuns_KeepsTheReadModelThatItMayRead()
    {
        await FillAsync("read.0badcafe.db");
        await using (var first = await TestHost.StartAsync(directory: _folder))
        {
            await BuiltAsync(first);
            await using var beside = await TestHost.StartAsync(follow: false, directory: _folder);

            File.Exists(At("read.0badcafe.db")).ShouldBeTrue();
        }

        // An earlier version of the program, which marks only the file that it reads.
        using (new FileStream(At("read.0badcafe.db.reading"), FileMode.OpenOrCreate, FileAccess.Read))
        {
            await using var beside = await TestHost.StartAsync(follow: false, directory: _folder);
            File.Exists(At("read.0badcafe.db")).ShouldBeTrue();
        }

        await using var alone = await TestHost.StartAsync(follow: false, directory: _folder);
        File.Exists(At("read.0badcafe.db")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("CREATE TABLE Orders (Id INTEGER PRIMARY KEY)")]
    [InlineData("CREATE TABLE Checkpoint (Id INTEGER PRIMARY KEY)")]
    public async Task Start_BesideADatabaseThatIsNoReadModel_LeavesIt(string table)
    {
        await FillAsync(null);
        Execute(At("read.db"), table);

        for (var start = 0; start < 2; start++)
        {
            await using var host = await TestHost.StartAsync(directory: _folder);
            (await host.GetUserAsync(_userId)).UserName.ShouldBe("ada");
        }

        File.Exists(At("read.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task Start_OnALogThatThePredecessorWasNotBuiltFrom_RecordsIt()
    {
        await FillAsync("read.db");
        Execute(At("read.db"), "UPDATE Checkpoint SET Hash = zeroblob(32)");

        await using var host = await TestHost.StartAsync(directory: _folder);

        await TestHost.UntilAsync(
            () => host.Get<IProjectionMonitor>().Current.Mismatch is not null,
            "the mismatch is recorded"
        );
        (await host.GetUserAsync(_userId)).UserName.ShouldBe("ada");
    }

    [Fact]
    public async Task Rebuild_OnALogThatThePredecessorWasNotBuiltFrom_IsRefused()
    {
        await FillAsync("read.db");
        Execute(At("read.db"), "UPDATE Checkpoint SET Hash = zeroblob(32)");
        await using var host = await TestHost.StartAsync(follow: false, directory: _folder);

        Should
            .Throw<StartupException>(() =>
                host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken)
            )
            .Message.ShouldContain("is not the one that the read model was built from");
    }

    private static Task BuiltAsync(TestHost host) =>
        TestHost.UntilAsync(
            () => host.Get<IReadStore>().CreateContext() is var context && IsComplete(context),
            "the read model is complete"
        );

    private static bool IsComplete(ReadContext context)
    {
        using (context)
        {
            return context.Checkpoints.Single().IsComplete;
        }
    }

    /// <summary>Fills a folder with one user, whose read model has a file name of another version.</summary>
    private async Task FillAsync(string? name)
    {
        string path;
        await using (var host = await TestHost.StartAsync(directory: _folder))
        {
            _userId = await host.CreateUserAsync("ada");
            await host.CatchUpAsync();
            path = host.Get<SqliteFiles>().ReadPaths[0];
        }

        SqliteConnection.ClearAllPools();
        if (name is not null)
        {
            File.Move(path, At(name));
            File.Delete(path + ".reading");
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed class Stuck : IProject<UserCreated>
    {
        public void Apply(UserCreated @event, EventRecord record, IReadModelRows rows)
        {
            if (rows is ReadModelWriter)
            {
                throw new InvalidOperationException("stuck");
            }
        }
    }
}
