using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Users;

/// <summary>Who was purged is not brought back by an older database, by whatever means it was restored.</summary>
public sealed class RestoredAccountsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    public void Dispose()
    {
        TestProvider.ClearPools();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Start_AfterAnOlderDatabaseWasRestored_PurgesAgainWhoWasPurgedSince()
    {
        string bob;
        await using (var host = await TestHost.StartAsync(directory: _data))
        {
            bob = await host.CreateUserAsync("bob");
            await host.CreateUserAsync("cleo");
        }

        TestProvider.ClearPools();
        await TestProvider.BackUpAsync(_data);
        await using (var host = await TestHost.StartAsync(directory: _data))
        {
            await host.AcceptAsync(new DeleteUser(bob));
            await host.AcceptAsync(new PurgeUser(bob, "bob"));
            await host.CatchUpAsync();
        }

        await TestProvider.RestoreAsync(_data);
        await using var again = await TestHost.StartAsync(follow: false, directory: _data);
        Accounts(again).ShouldBe(["bob", "cleo"], ignoreOrder: true);

        await again.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

        Accounts(again).ShouldBe(["cleo"]);
        var purge = again.ReadLog()[^1];
        (purge.Type, purge.SubjectId).ShouldBe(("UserPurged", bob));
        again.ReadLog().Find(record => record.SubjectId == bob)!.IsErased.ShouldBeTrue();
        // Once is enough, and a later start finds nothing.
        (await again.Get<RestoredAccounts>().PurgeAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        await TestProvider.DropAsync(_data);
    }

    [Fact]
    public async Task Purge_OnceItWasFollowed_IsNotedWithoutAName()
    {
        await using var host = await TestHost.StartAsync(directory: _data);
        var bob = await host.CreateUserAsync("bob");
        await host.AcceptAsync(new DeleteUser(bob));
        await host.AcceptAsync(new PurgeUser(bob, "bob"));
        await host.CatchUpAsync();
        await TestHost.UntilAsync(() => ErasureList.Read(_data).Count > 0, "the purge is noted");

        ErasureList.Read(_data).ShouldBe([new Erasure(bob, host.ReadLog()[^1].At)]);
        (await File.ReadAllTextAsync(ListFile, TestContext.Current.CancellationToken)).ShouldNotContain(" bob");
        await TestProvider.DropAsync(_data);
    }

    [Fact]
    public void List_WithALineThatWasCutOff_IsReadWithoutIt()
    {
        var at = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        ErasureList.Add(_data, [new("a", at), new("b c", at.AddTicks(1))]);
        ErasureList.Add(_data, [new("a", at), new("b c", at)]);
        File.AppendAllText(ListFile, "2026-11-30T12:00:00.00");

        ErasureList
            .Read(_data, null, Path.Combine(_data, "none"))
            .ShouldBe([new("a", at), new("b c", at.AddTicks(1))], ignoreOrder: true);
        File.ReadAllLines(ListFile).Length.ShouldBe(3);
    }

    private string ListFile => Path.Combine(_data, ErasureList.FileName);

    private static List<string> Accounts(TestHost host)
    {
        using var connection = host.OpenWrite();
        using var command = connection.Command(null, "SELECT \"UserName\" FROM \"AspNetUsers\"");
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
