using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Copying;
using UserAdmin.Monitoring;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Copying;

/// <summary>Copies of a database to another one of the same provider.</summary>
public sealed class DatabaseCopyTests : IAsyncDisposable
{
    private readonly CopyFolders _folders = new();
    private string _connection = "";

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task Copy_OfEveryTable_IsEqualRowByRow_AndLeavesTheSourceAlone()
    {
        var (from, to) = await SidesAsync();
        var before = CopyRows.Of(from);

        var report = CopyFolders.Copy(from, to);

        report.Differences.ShouldBeEmpty();
        CopyRows.Of(from).ShouldBe(before);
        CopyRows.Of(to).ShouldBe(before);
        report.Tables.Sum(table => table.Count).ShouldBe(before.Count);
        report.Tables.Where(table => table.Count == 0).ShouldBeEmpty("a table without a row shows nothing");
    }

    [Fact]
    public async Task Tables_ThatAreCopied_AreAllOfTheDatabase()
    {
        var folder = await _folders.SeededAsync();
        await using var host = await TestHost.StartAsync(follow: false, directory: folder);
        using var connection = host.OpenWrite();
        using var tables = connection.Command(null, TestProvider.Tables);
        using var row = tables.ExecuteReader();
        var there = new List<string>();
        while (row.Read())
        {
            there.Add(row.GetString(0));
        }

        (await _folders.SideAsync(folder))
            .Tables.Select(table => table.Name)
            .ShouldBe(
                there.Where(name =>
                    !name.StartsWith("__UserAdminMigrations", StringComparison.Ordinal)
                    && !TestProvider.NotCopied.Contains(name)
                ),
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Copy_Complete_IsServedByAConsole()
    {
        var folder = await _folders.EmptyAsync();
        CopyFolders
            .Copy(await _folders.SideAsync(await _folders.SeededAsync(isFull: false)), await _folders.SideAsync(folder))
            .Differences.ShouldBeEmpty();

        await using var host = await TestHost.StartAsync(directory: folder);

        await host.SignInAsync("ada@example.com");
        await host.CreateUserAsync("zoe");
        await host.CatchUpAsync();
        host.Get<ILogVerification>().Verify(null, TestContext.Current.CancellationToken).BadPosition.ShouldBeNull();
    }

    [Fact]
    public async Task Copy_Complete_GeneratesKeysAfterTheCopiedOnes()
    {
        var (from, to) = await SidesAsync();
        CopyFolders.Copy(from, to).Differences.ShouldBeEmpty();
        var contexts = _folders.Services(_connection).GetRequiredService<IDbContextFactory<WriteContext>>();
        await using var context = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var claim = new IdentityUserClaim<string> { UserId = "a", ClaimType = "new" };

        context.Add(claim);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);

        claim.Id.ShouldBe(1005);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(200)]
    [InlineData(250)]
    public async Task Copy_ThatWasInterrupted_GoesOn_AlsoIfTheSourceDid(int rows)
    {
        var source = await _folders.SeededAsync();
        var from = await _folders.SideAsync(source);
        var target = await _folders.EmptyAsync();
        var to = await _folders.SideAsync(target);
        Should.Throw<IOException>(() => CopyFolders.Copy(from, new FaultySide(to, rows)));
        await ChangeAsync(source);

        var report = CopyFolders.Copy(from, to);

        report.Differences.ShouldBeEmpty();
        CopyRows.Of(to).ShouldBe(CopyRows.Of(from));
        to.Setup.UnfinishedCopy().ShouldBeNull();
    }

    [Fact]
    public async Task Copy_ThatGoesOn_DoesNotWriteAgainWhatIsThere()
    {
        var (from, to) = await SidesAsync();
        Should.Throw<IOException>(() => CopyFolders.Copy(from, new FaultySide(to, 150)));
        var all = CopyRows.Of(from).Count;

        // At most what was in the last transaction is written again.
        CopyFolders.Copy(from, new FaultySide(to, all - 150 + 8)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Console_OnAnUnfinishedCopy_IsRefused()
    {
        var (source, target) = (await _folders.SeededAsync(), await _folders.EmptyAsync());
        var (from, to) = (await _folders.SideAsync(source), await _folders.SideAsync(target));
        Should.Throw<IOException>(() => CopyFolders.Copy(from, new FaultySide(to, 150)));
        await using var host = await TestHost.UnpreparedAsync(target);

        var refusal = await Should.ThrowAsync<StartupException>(() =>
            host.Get<IStoreSetup>().PrepareAsync(TestContext.Current.CancellationToken)
        );

        refusal.Message.ShouldContain($"is an unfinished copy of {from.Setup.Name}");
        refusal.Message.ShouldContain("Run the same copy again");
    }

    [Fact]
    public async Task Copy_ToADatabaseInUse_IsRefusedAndChangesNothing()
    {
        var (from, to) = await SidesAsync(isFull: false);
        CopyFolders.Copy(from, to);
        var before = CopyRows.Of(to);

        var refusal = Should.Throw<StartupException>(() => CopyFolders.Copy(from, to));

        refusal.Message.ShouldContain("is in use");
        refusal.Message.ShouldContain("Name an empty database with --to");
        CopyRows.Of(to).ShouldBe(before);
        to.Setup.UnfinishedCopy().ShouldBeNull();
    }

    [Fact]
    public async Task Copy_ToAnUnfinishedCopyOfAnotherLog_IsRefusedAndChangesNothing()
    {
        var (from, to) = await SidesAsync(isFull: false);
        Should.Throw<IOException>(() => CopyFolders.Copy(from, new FaultySide(to, 150)));
        var before = CopyRows.Of(to);
        var folder = await _folders.EmptyAsync();
        await using (var host = await TestHost.StartAsync(follow: false, directory: folder))
        {
            await host.CreateUserAsync("eve");
        }

        var other = await _folders.SideAsync(folder);

        var refusal = Should.Throw<StartupException>(() => CopyFolders.Copy(other, to));

        refusal.Message.ShouldContain($"is an unfinished copy of {from.Setup.Name}");
        refusal.Message.ShouldContain($"Go on with --from {from.Setup.Name}");
        CopyRows.Of(to).ShouldBe(before);
    }

    [Fact]
    public async Task Copy_WhoseLogWasTamperedWith_IsNotAcceptedAndNotServed()
    {
        var (from, to) = await SidesAsync();
        Should.Throw<IOException>(() => CopyFolders.Copy(from, new FaultySide(to, 150)));
        Execute(to, "UPDATE \"EventLog\" SET \"Payload\" = \"Payload\" || ' ' WHERE \"Position\" = 3");

        var report = CopyFolders.Copy(from, to);

        report.Differences.ShouldBe([
            "Event 3 was changed after it was written.",
            "EventLog Position=3 has another Payload in the copy.",
        ]);
        to.Setup.UnfinishedCopy().ShouldNotBeNull();
    }

    [Fact]
    public async Task Copy_WhoseLogEndsWithAnotherEvent_IsRefused()
    {
        var (from, to) = await SidesAsync();
        Should.Throw<IOException>(() => CopyFolders.Copy(from, new FaultySide(to, 150)));
        Execute(
            to,
            "UPDATE \"EventLog\" SET \"Hash\" = \"PreviousHash\" WHERE \"Position\" = "
                + "(SELECT MAX(\"Position\") FROM \"EventLog\")"
        );

        Should
            .Throw<StartupException>(() => CopyFolders.Copy(from, to))
            .Message.ShouldContain("does not go on as that in");
    }

    [Theory]
    [InlineData("UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = 'x' WHERE \"Id\" = 'é'")]
    [InlineData("DELETE FROM \"AspNetUsers\" WHERE \"Id\" = 'é'")]
    [InlineData("INSERT INTO \"BulkRunUsers\" (\"BatchId\", \"First\", \"UserIds\") VALUES ('c', 1, '[]')")]
    public async Task Copy_WithRowsThatDiffer_IsRepairedWhenItGoesOn(string sql)
    {
        var (from, to) = await SidesAsync();
        Should.Throw<IOException>(() => CopyFolders.Copy(from, new FaultySide(to, 250)));
        Execute(to, sql);

        CopyFolders.Copy(from, to).Differences.ShouldBeEmpty();

        CopyRows.Of(to).ShouldBe(CopyRows.Of(from));
    }

    [Fact]
    public async Task Copy_OfALogThatIsNotComplete_IsRefusedAndChangesNothing()
    {
        var (from, to) = await SidesAsync(isFull: false);
        Execute(from, "UPDATE \"EventLog\" SET \"Payload\" = \"Payload\" || ' ' WHERE \"Position\" = 3");

        Should
            .Throw<StartupException>(() => CopyFolders.Copy(from, to))
            .Message.ShouldContain("Event 3 was changed after it was written. Nothing was changed.");

        to.Tables.Where(to.Has).ShouldBeEmpty();
    }

    [Fact]
    public async Task Copy_FromOrToNothing_SaysWhatToDo()
    {
        var (from, to) = await SidesAsync(isFull: false);

        Should.Throw<StartupException>(() => CopyFolders.Copy(to, from)).Message.ShouldContain("Name with --from");
        Should.Throw<StartupException>(() => CopyFolders.Copy(from, from)).Message.ShouldContain("the same database");
    }

    [Fact]
    public async Task Copy_OfADatabaseWithOtherTables_NamesThem()
    {
        var (from, to) = await SidesAsync(isFull: false);
        Execute(from, "CREATE TABLE \"Orders\" (\"Id\" INTEGER)");
        Execute(from, "ALTER TABLE \"AspNetUsers\" ADD COLUMN \"Badge\" INTEGER");

        CopyFolders.Copy(from, to).NotCopied.ShouldBe(["Orders", "AspNetUsers.Badge"], ignoreOrder: true);
    }

    private async Task<(ICopySide From, ICopySide To)> SidesAsync(bool isFull = true)
    {
        var target = await _folders.EmptyAsync();
        _connection = await TestProvider.ConnectionStringAsync(target);
        return (await _folders.SideAsync(await _folders.SeededAsync(isFull)), await _folders.SideAsync(target));
    }

    /// <summary>More events, and rows that are added, changed, deleted and swap unique values.</summary>
    private static async Task ChangeAsync(string folder)
    {
        await using var host = await TestHost.StartAsync(follow: false, directory: folder);
        await host.CreateUserAsync("zoe");
        await host.CreateUserAsync("zed");
        host.Tamper("UPDATE \"AspNetUsers\" SET \"NormalizedUserName\" = 'x' WHERE \"Id\" = 'B'");
        host.Tamper("UPDATE \"AspNetUsers\" SET \"NormalizedUserName\" = 'NB' WHERE \"Id\" = 'a'");
        host.Tamper("UPDATE \"AspNetUsers\" SET \"NormalizedUserName\" = 'Na' WHERE \"Id\" = 'B'");
        host.Tamper("DELETE FROM \"AspNetUsers\" WHERE \"Id\" = 'é'");
        host.Tamper("DELETE FROM \"PolicySettings\"");
    }

    private static void Execute(ICopySide side, string sql)
    {
        using var connection = side.Store.OpenConnection();
        using var command = connection.Command(null, sql);
        command.ExecuteNonQuery();
    }
}
