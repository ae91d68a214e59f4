using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>The standby takes the place of the primary while the program runs.</summary>
public sealed class FailOverTests
{
    // Measured: below one second. With Npgsql's own setting the new primary is only found after nine.
    private static readonly TimeSpan _mostAfterPromotion = TimeSpan.FromSeconds(6);

    private readonly ConcurrentDictionary<string, CommandResult> _answers = new();

    [Fact]
    public async Task PrimaryKilled_UnderCommands_NothingAcceptedIsLostOrDoubled()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: true);
        await using var host = await StartAsync(pair.ConnectionString());
        using var end = new CancellationTokenSource();
        var hasPaused = false;
        var monitor = host.Get<IProjectionMonitor>();
        using var watch = monitor.Subscribe(() => hasPaused |= monitor.Current.Paused is not null);
        var senders = Enumerable
            .Range(0, 8)
            .Select(number => KeepSendingAsync(host, $"n{number}-", end.Token))
            .ToList();
        await AcceptedAsync(100);

        await pair.KillPrimaryAsync();
        var before = _answers.Count;
        await pair.PromoteAsync();
        var promoted = Stopwatch.GetTimestamp();
        await host.CreateUserAsync("first");
        var took = Stopwatch.GetElapsedTime(promoted);
        await AcceptedAsync(before + 100);
        await end.CancelAsync();
        await Task.WhenAll(senders);

        TestContext.Current.SendDiagnosticMessage($"The first command took {took.TotalSeconds:0.00} s.");
        took.ShouldBeLessThan(_mostAfterPromotion);
        _answers.Values.ShouldEachBe(answer => answer.IsAccepted);
        var created = host.ReadLog().Where(record => record.CommandName == "CreateUser").ToList();
        created.Select(record => record.SubjectId).ShouldBeUnique();
        _answers.Keys.Except(created.Select(record => record.SubjectId)).ShouldBeEmpty();
        host.Get<ILogVerification>().Verify(null, TestContext.Current.CancellationToken).BadPosition.ShouldBeNull();
        await host.CatchUpAsync();
        var all = (await host.AskAsync(new ListUsers())).Value.ShouldNotBeNull();
        all.Total.ShouldBe(created.Count);
        hasPaused.ShouldBeFalse("The runner waits; nobody has to look after it.");
        await TestHost.UntilAsync(() => host.Get<DatabaseWaits>().Elapsed is null, "nobody waits any more");
    }

    [Fact]
    public async Task Listener_AfterTheFailOver_HearsTheNewPrimary()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var host = await StartAsync(pair.ConnectionString(), follow: false);
        using var end = new CancellationTokenSource();
        var heard = new SemaphoreSlim(0);
        var listening = host.Get<ILogListener>().ListenAsync(() => heard.Release(), end.Token);
        await heard.WaitAsync(TestContext.Current.CancellationToken);
        await pair.KillPrimaryAsync();
        await pair.PromoteAsync();
        // It has begun to listen again.
        (await heard.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeTrue();

        await host.CreateUserAsync("ada");

        (await heard.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeTrue();
        await end.CancelAsync();
        await listening;
    }

    /// <summary>Asynchronous replication: the new primary does not have what this node has already shown.</summary>
    [Fact]
    public async Task NewPrimary_ThatLacksEvents_IsNoticedAndTheReadModelIsRebuilt()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var host = await StartAsync(pair.ConnectionString());
        var kept = await host.CreateUserAsync("kept");
        await host.CatchUpAsync();
        await pair.WaitForStandbyAsync();
        await pair.StopStandbyAsync();
        var lost = await host.CreateUserAsync("lost");
        await host.CatchUpAsync();
        var store = host.Get<IReadStore>();
        var before = store.Switches;

        await pair.KillPrimaryAsync();
        await pair.StartStandbyAsync();
        await pair.PromoteAsync();

        await TestHost.UntilAsync(
            () => Recorded(host).Any(record => record.Type == nameof(LogMismatchFound)),
            "the mismatch is in the log"
        );
        await TestHost.UntilAsync(() => store.Switches > before, "the read model has been rebuilt");
        (await host.AskAsync(new GetUser(kept))).Value.ShouldNotBeNull();
        (await host.AskAsync(new GetUser(lost))).Value.ShouldBeNull();
    }

    /// <summary>
    /// The server ends a commit that waits for a standby as if it had succeeded when it is cancelled.
    /// </summary>
    [Fact]
    public async Task Commit_WhoseStandbyIsAway_IsNotAccepted_AndIsDoneOnceWhenItIsBack()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: true);
        await using var host = await StartAsync(pair.ConnectionString("Command Timeout=5;"), follow: false);
        await pair.StopStandbyAsync();
        var (id, commandId) = (TestHost.NewId(), Guid.CreateVersion7());
        var command = new CreateUser(id, "ada", "ada@example.com", "Ada");
        var sending = host.SendAsync(command, commandId: commandId);

        await TestHost.UntilAsync(
            () => host.Get<IWriteStore>().Problem()?.Contains("synchronous standby", StringComparison.Ordinal) is true,
            "the health says what the command waits for"
        );
        var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() => sending);
        fault.Error.Code.ShouldBe("database.interrupted");

        await pair.StartStandbyAsync();
        (await host.SendAsync(command, commandId: commandId)).IsAccepted.ShouldBeTrue();
        host.ReadLog().Count(record => record.CommandName == "CreateUser").ShouldBe(1);
        host.Get<IWriteStore>().Problem().ShouldBeNull();
    }

    [Fact]
    public async Task Command_WhileNoServerIsThere_IsRefusedAfterAWhile_AndCanBeSentAgain()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var host = await StartAsync(pair.ConnectionString(), follow: false);
        await pair.KillPrimaryAsync();
        var (command, id) = (new CreateUser(TestHost.NewId(), "ada", "ada@example.com", "Ada"), Guid.CreateVersion7());

        var fault = await Should.ThrowAsync<DatabaseUnavailableException>(() => host.SendAsync(command, commandId: id));

        fault.Error.Code.ShouldBe("database.unreachable");
        await pair.PromoteAsync();
        (await host.SendAsync(command, commandId: id)).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Session_LookedUpDuringTheFailOver_IsFound()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: true);
        await using var host = await StartAsync(pair.ConnectionString(), follow: false);
        await host.CreateUserAsync("ada", TestHost.Password);
        var session = await host.SignInAsync("ada@example.com");
        await pair.KillPrimaryAsync();

        var looking = host.Get<ISessions>().FindAsync(session, TestContext.Current.CancellationToken);
        await TestHost.UntilAsync(() => host.Get<DatabaseWaits>().Elapsed is not null, "it waits");
        await pair.PromoteAsync();

        (await looking).ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_OnAStandbyAlone_SaysThatItIsOne()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: true);
        // Until then it may not have the database yet.
        await pair.WaitForStandbyAsync();

        var refusal = await Should.ThrowAsync<StartupException>(() => StartAsync(pair.StandbyAlone));

        refusal.Message.ShouldContain("is a standby");
    }

    private static Task<TestHost> StartAsync(string connectionString, bool follow = true) =>
        TestHost.StartAsync(follow, configure: services => services.AddSingleton(Nodes.Server(connectionString)));

    private static List<EventRecord> Recorded(TestHost host)
    {
        try
        {
            return host.ReadLog();
        }
        catch (Npgsql.NpgsqlException)
        {
            // The test's own connection met the server that was killed.
            return [];
        }
    }

    private async Task KeepSendingAsync(TestHost host, string prefix, CancellationToken end)
    {
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            var id = TestHost.NewId();
            var name = $"{prefix}{number}";
            _answers[id] = await host.SendAsync(new CreateUser(id, name, $"{name}@example.com", name));
        }
    }

    private Task AcceptedAsync(int count) =>
        TestHost.UntilAsync(
            () => _answers.Values.Count(answer => answer.IsAccepted) >= count,
            $"{count} commands were accepted",
            TimeSpan.FromMinutes(1)
        );
}
