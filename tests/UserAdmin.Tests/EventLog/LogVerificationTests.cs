using Microsoft.Data.Sqlite;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.EventLog;

public sealed class LogVerificationTests
{
    [Fact]
    public async Task Verify_OfAnUntouchedLog_GivesItsEndAndHeadHash()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");

        var verdict = host.Get<ILogVerification>().Verify(TestContext.Current.CancellationToken);

        verdict.ShouldBe(new LogVerdict(host.Tail(), Convert.ToHexStringLower(host.ReadLog()[^1].Hash)));
    }

    [Theory]
    [InlineData("UPDATE EventLog SET Payload = replace(Payload, 'bob', 'eve') WHERE Position = 3", 3)]
    [InlineData("UPDATE EventLog SET ActorName = 'Somebody else' WHERE Position = 3", 3)]
    [InlineData("UPDATE EventLog SET At = At + 1 WHERE Position = 3", 3)]
    [InlineData("DELETE FROM EventLog WHERE Position = 3", 3)]
    [InlineData("UPDATE EventLog SET PreviousHash = zeroblob(32) WHERE Position = 4", 4)]
    [InlineData("DELETE FROM EventLog WHERE Position = 5", 5)]
    public async Task Verify_OfATamperedLog_GivesTheFirstBadPosition(string tampering, long bad)
    {
        await using var host = await TestHost.StartAsync();
        foreach (var name in (string[])["ada", "bob", "cleo", "dora"])
        {
            await host.CreateUserAsync(name);
        }

        await host.CatchUpAsync();
        Execute(host, tampering);

        var verdict = host.Get<ILogVerification>().Verify(TestContext.Current.CancellationToken);

        verdict.BadPosition.ShouldBe(bad);
        verdict.Position.ShouldBe(bad - 1);
        verdict.Problem.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Rebuild_OfATamperedLog_StopsThereAndLeavesTheReadModelInUse()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CreateUserAsync("bob");
        await host.CatchUpAsync();
        Execute(host, "UPDATE EventLog SET Payload = replace(Payload, 'ada', 'eve') WHERE Position = 2");

        await host.AcceptAsync(new RebuildReadModel());

        var monitor = host.Get<IProjectionMonitor>();
        await TestHost.UntilAsync(() => monitor.Current.RebuildError is not null, "the rebuild has failed");
        monitor.Current.RebuildError!.ShouldContain("2");
        (await host.GetUserAsync(id)).UserName.ShouldBe("ada");
        await host.AcceptAsync(new DisableUser(id));
        (await host.GetUserAsync(id)).DisabledAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Append_OfSeveralEvents_IsContiguousAndChained()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => host.CreateUserAsync($"user{i}"))));

        var log = host.ReadLog();

        log.Select(record => record.Position).ShouldBe(Enumerable.Range(1, log.Count).Select(i => (long)i));
        log.Zip(log.Skip(1)).ShouldAllBe(pair => pair.Second.PreviousHash.SequenceEqual(pair.First.Hash));
        log[0].PreviousHash.ShouldBe(EventHash.Genesis);
    }

    private static void Execute(TestHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={host.WriteFile}");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
