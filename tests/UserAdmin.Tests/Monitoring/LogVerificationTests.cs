using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Monitoring;

public sealed class LogVerificationTests
{
    [Fact]
    public async Task Verify_OfAnUntouchedLog_GivesItsEndAndHeadHash()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");

        var verdict = host.Get<ILogVerification>().Verify(cancellationToken: TestContext.Current.CancellationToken);

        verdict.ShouldBe(new LogVerdict(host.Tail(), Convert.ToHexStringLower(host.ReadLog()[^1].Hash)));
    }

    [Theory]
    [InlineData(
        "UPDATE \"EventLog\" SET \"Payload\" = replace(\"Payload\", 'UserName', 'Username') WHERE \"Position\" = 3",
        3
    )]
    [InlineData("UPDATE \"EventLog\" SET \"ActorName\" = 'Somebody else' WHERE \"Position\" = 3", 3)]
    [InlineData("UPDATE \"EventLog\" SET \"At\" = \"At\" + 1 WHERE \"Position\" = 3", 3)]
    [InlineData("DELETE FROM \"EventLog\" WHERE \"Position\" = 3", 3)]
    [InlineData(
        "UPDATE \"EventLog\" SET \"PreviousHash\" = (SELECT \"Hash\" FROM \"EventLog\" WHERE \"Position\" = 1) "
            + "WHERE \"Position\" = 4",
        4
    )]
    [InlineData("DELETE FROM \"EventLog\" WHERE \"Position\" = 5", 5)]
    public async Task Verify_OfATamperedLog_GivesTheFirstBadPosition(string tampering, long bad)
    {
        await using var host = await TestHost.StartAsync();
        foreach (var name in (string[])["ada", "bob", "cleo", "dora"])
        {
            await host.CreateUserAsync(name);
        }

        await host.CatchUpAsync();
        // It would notice by itself.
        await host.StopFollowingAsync();
        host.Tamper(tampering).ShouldBe(1);

        var verdict = host.Get<ILogVerification>().Verify(cancellationToken: TestContext.Current.CancellationToken);

        verdict.BadPosition.ShouldBe(bad);
        verdict.Position.ShouldBe(bad - 1);
        verdict.Problem.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    public async Task Verify_OfARowWhereNoEventCanBe_NamesIt(long misplaced)
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada");
        host.Tamper(
                $"INSERT INTO \"EventLog\" (\"Position\", {EventLogColumns.Others}) "
                    + $"SELECT {misplaced}, {EventLogColumns.Others} FROM \"EventLog\" WHERE \"Position\" = 1"
            )
            .ShouldBe(1);

        var verdict = host.Get<ILogVerification>().Verify(cancellationToken: TestContext.Current.CancellationToken);

        verdict.BadPosition.ShouldBe(misplaced);
        verdict.Problem!.ShouldContain("where no event can be");
    }

    [Fact]
    public async Task Verify_WithAHeadThatWasKept_ComparesIt()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada");
        await host.CreateUserAsync("bob");
        var (head, end) = (host.ReadLog()[1], host.Tail());
        var log = host.Get<ILogVerification>();

        log.Verify(
                new LogHead(head.Position, Convert.ToHexStringLower(head.Hash)),
                TestContext.Current.CancellationToken
            )
            .Problem.ShouldBeNull();
        var other = log.Verify(new LogHead(head.Position, new string('0', 64)), TestContext.Current.CancellationToken);
        var cut = log.Verify(new LogHead(end + 5, new string('0', 64)), TestContext.Current.CancellationToken);

        (other.BadPosition, other.Problem!.Contains("the log was replaced", StringComparison.Ordinal)).ShouldBe(
            (head.Position, true)
        );
        (cut.BadPosition, cut.Problem!.Contains("before event", StringComparison.Ordinal)).ShouldBe((end + 1, true));
    }

    [Fact]
    public async Task Rebuild_OfATamperedLog_StopsThereAndLeavesTheReadModelInUse()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CreateUserAsync("bob");
        await host.CatchUpAsync();
        host.Tamper(
                "UPDATE \"EventLog\" SET \"Payload\" = replace(\"Payload\", 'UserName', 'Username') "
                    + "WHERE \"Position\" = 2"
            )
            .ShouldBe(1);

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
        log.Zip(log.Skip(1)).ShouldEachBe(pair => pair.Second.PreviousHash.SequenceEqual(pair.First.Hash));
        log[0].PreviousHash.ShouldBe(EventHash.Genesis);
    }
}
