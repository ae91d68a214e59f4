using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Audit;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Projections;

public sealed class ProjectionRunnerTests
{
    [Fact]
    public async Task Runner_OnAPoisonEvent_PausesBeforeItReportsItAndResumesOnceItCan()
    {
        var poison = new Poison();
        await using var host = await TestHost.StartAsync(configure: services =>
            services.AddSingleton(
                ProjectionCatalogue.Of(new UserProjection(), new RoleProjection(), new HistoryProjection(), poison)
            )
        );
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        poison.IsActive = true;

        var bad = await host.AcceptAsync(new DisableUser(id));
        await host.AcceptAsync(new EnableUser(id));

        var monitor = host.Get<IProjectionMonitor>();
        await TestHost.UntilAsync(
            () => monitor.Current.Paused is { Tries: >= 2 },
            "the runner has paused and tried again"
        );
        var status = monitor.Current;
        (status.ReadPosition, status.Lag).ShouldBe((bad - 1, 2));
        (status.Paused!.Position, status.Paused.EventType, status.Paused.Error).ShouldBe(
            (bad, "UserDisabled", "poison")
        );
        var beat = status.HeartbeatAt;
        await TestHost.UntilAsync(() => monitor.Current.HeartbeatAt > beat, "the heartbeat continues while paused");

        poison.IsActive = false;
        await host.CatchUpAsync();
        await TestHost.UntilAsync(() => monitor.Current is { Paused: null, Lag: 0 }, "the runner has continued");
        (await host.GetUserAsync(id)).DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Runner_StartedAgain_ResumesAtItsCheckpoint()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        await host.StopFollowingAsync();
        await host.CreateUserAsync("bob");

        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.CatchUpAsync();

        (await again.AskAsync(new ListUsers())).Value!.Items.Select(row => row.UserName).ShouldBe(["ada", "bob"]);
    }

    [Fact]
    public async Task Runner_OfTwoProcessesOnOneLog_AppliesEachEventOnce()
    {
        await using var host = await TestHost.StartAsync();
        await using var other = await TestHost.StartAsync(directory: host.Directory);

        for (var i = 0; i < 30; i++)
        {
            await (i % 2 == 0 ? host : other).CreateUserAsync($"user{i}");
        }

        await host.CatchUpAsync();
        await other.CatchUpAsync();
        var followed = host.DumpRead();
        host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);
        host.DumpRead().ShouldBe(followed);
    }

    [Fact]
    public async Task Runner_OfTwoProcessesWhileRolesComeAndGo_NeverTakesTheOthersWorkForPoison()
    {
        await using var host = await TestHost.StartAsync();
        await using var other = await TestHost.StartAsync(directory: host.Directory);
        var (id, roleId) = (await host.CreateUserAsync("ada"), TestHost.NewId());
        await host.AcceptAsync(new CreateRole(roleId, "Help desk", null, []));

        for (var i = 0; i < 40; i++)
        {
            await (i % 4 < 2 ? host : other).AcceptAsync(
                i % 2 == 0 ? new AssignRole(id, roleId) : new RemoveRole(id, roleId)
            );
        }

        await host.CatchUpAsync();
        await other.CatchUpAsync();
        foreach (var one in (TestHost[])[host, other])
        {
            await TestHost.UntilAsync(
                () => one.Get<IProjectionMonitor>().Current is { Paused: null, Lag: 0 },
                "the runner continues"
            );
        }

        (await host.AskAsync(new ListRoles())).Value!.Items.Single(role => role.Id == roleId).MemberCount.ShouldBe(0);
    }

    [Fact]
    public async Task Runner_WhoseMonitorHasASubscriberThatThrows_KeepsProjecting()
    {
        await using var host = await TestHost.StartAsync();
        using var bug = host.Get<IProjectionMonitor>()
            .Subscribe(() => throw new InvalidOperationException("a page with a bug"));

        var id = await host.CreateUserAsync("ada");

        (await host.GetUserAsync(id)).UserName.ShouldBe("ada");
        var beat = host.Get<IProjectionMonitor>().Current.HeartbeatAt;
        await TestHost.UntilAsync(
            () => host.Get<IProjectionMonitor>().Current.HeartbeatAt > beat,
            "the heartbeat continues"
        );
    }

    [Fact]
    public async Task Runner_WhilePaused_CountsWhatItHasNotRead()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada");
        await using var other = await TestHost.StartAsync(
            directory: host.Directory,
            configure: services =>
                services.AddSingleton(
                    ProjectionCatalogue.Of(new UserProjection(), new RoleProjection(), new Poison { IsActive = true })
                )
        );
        var bad = await host.AcceptAsync(new DisableUser(await host.CreateUserAsync("bob")));
        for (var i = 0; i < 5; i++)
        {
            await host.CreateUserAsync($"user{i}");
        }

        await TestHost.UntilAsync(
            () => other.Get<IProjectionMonitor>().Current is { Paused: not null, Lag: 6 },
            "the runner has paused six events before the end"
        );
        other.Get<IProjectionMonitor>().Current.ReadPosition.ShouldBe(bad - 1);
    }

    [Fact]
    public async Task Rebuild_TwiceInARowBesideAProgramThatServes_WaitsUntilItHasSwitched()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();

        for (var i = 0; i < 2; i++)
        {
            await using var other = await TestHost.StartAsync(follow: false, directory: host.Directory);
            other.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);
            (await host.GetUserAsync(id)).UserName.ShouldBe("ada");
        }

        await TestHost.UntilAsync(() => Generation(host) == 2, "the program has switched twice");
    }

    [Fact]
    public async Task ReadModel_DisposedWhileTheRunnerStillRuns_AppliesNothingMore()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada");
        var inUse = host.Get<ReadModelInUse>();
        inUse.Open().ShouldBeTrue();
        using var log = new LogReader(host.Get<IWriteStore>());

        inUse.Dispose();

        inUse.TryApply(log.Batches(0, EventHash.Genesis, 10).First(), _ => { }).ShouldBeFalse();
        inUse.Open().ShouldBeFalse();
        inUse.Checkpoint.Position.ShouldBe(0);
    }

    [Fact]
    public async Task Rebuild_AfterOneThatWasKilled_BeginsAnewAndLeavesADurableFile()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        var files = host.Get<SqliteFiles>();
        var building = files.ReadPaths[1] + ".building";
        await File.WriteAllTextAsync(
            building,
            "What a killed rebuild has left.",
            TestContext.Current.CancellationToken
        );

        host.Get<ReadModelRebuild>()
            .Run(
                _ => File.Exists(files.ReadPaths[1]).ShouldBeFalse("nobody finds a read model that is half built"),
                TestContext.Current.CancellationToken
            );

        await TestHost.UntilAsync(() => Generation(host) == 1, "the program has switched to the new read model");
        (await host.GetUserAsync(id)).UserName.ShouldBe("ada");
        Directory.GetFiles(host.Directory, "*.building*").ShouldBeEmpty();
        using var connection = new SqliteConnection($"Data Source={files.ReadPaths[1]};Pooling=False");
        connection.Open();
        using var mode = connection.CreateCommand();
        mode.CommandText = "PRAGMA journal_mode";
        mode.ExecuteScalar().ShouldBe("wal");
    }

    [Fact]
    public async Task Rebuild_WhileUsersChange_GivesTheSameReadModelAndReportsItsProgress()
    {
        await using var host = await TestHost.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await host.CreateUserAsync($"user{i}"));
        }

        await host.CatchUpAsync();
        var generation = Generation(host);
        var progress = new List<RebuildProgress>();
        using var watch = host.Get<IProjectionMonitor>()
            .Subscribe(() =>
            {
                if (host.Get<IProjectionMonitor>().Current.Rebuild is { } now)
                {
                    progress.Add(now);
                }
            });

        await host.AcceptAsync(new RebuildReadModel());
        foreach (var id in ids)
        {
            await host.AcceptAsync(new DisableUser(id));
        }

        await TestHost.UntilAsync(() => Generation(host) > generation, "the new read model is in use");
        await host.CatchUpAsync();
        (await host.AskAsync(new ListUsers())).Value!.Items.ShouldEachBe(row => row.DisabledAt != null);
        progress.ShouldNotBeEmpty();
        var followed = host.DumpRead();
        host.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);
        host.DumpRead().ShouldBe(followed);
    }

    [Fact]
    public async Task Rebuild_ByAnotherProcess_IsSwitchedTo()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        await using (var other = await TestHost.StartAsync(follow: false, directory: host.Directory))
        {
            other.Get<ReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);
        }

        await TestHost.UntilAsync(() => Generation(host) == 1, "the program has switched to the other read model");

        await host.AcceptAsync(new DisableUser(id));
        (await host.GetUserAsync(id)).DisabledAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Runner_OnALogRestoredFromABackup_RebuildsTheReadModel()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada");
        await TestProvider.BackUpAsync(host.Directory);
        await host.CreateUserAsync("lost");
        await host.StartFollowingAsync();
        await host.CatchUpAsync();
        await host.StopFollowingAsync();

        await TestProvider.RestoreAsync(host.Directory);
        await using var restored = await TestHost.StartAsync(directory: host.Directory);
        await restored.CreateUserAsync("bob");
        await restored.CreateUserAsync("cleo");

        await TestHost.UntilAsync(
            () => Generation(restored) > 0 && restored.Get<IProjectionMonitor>().Current is { Paused: null, Lag: 0 },
            "the read model was rebuilt"
        );
        (await restored.AskAsync(new ListUsers()))
            .Value!.Items.Select(row => row.UserName)
            .ShouldBe(["ada", "bob", "cleo"]);
    }

    [Fact]
    public async Task ChangeFeed_AfterACommit_TellsWhoChangedAndTheQueryAlreadyShowsIt()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        var heard = new TaskCompletionSource<ReadModelChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var silent = host.Get<IChangeFeed>()
            .Subscribe(_ => throw new InvalidOperationException("a page with a bug"));
        using var subscription = host.Get<IChangeFeed>().Subscribe(change => heard.TrySetResult(change));

        var position = await host.AcceptAsync(new DisableUser(id));

        var change = await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        (change.Position, change.Concerns(id), change.Concerns("another")).ShouldBe((position, true, false));
        (await host.GetUserAsync(id)).Version.ShouldBe(position);
    }

    [Fact]
    public async Task GetSystemStatus_OfAQuietProgram_SaysWhereItStands()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        await TestHost.UntilAsync(
            () => host.Get<IProjectionMonitor>().Current.CaughtUpAt is not null,
            "the runner has caught up"
        );

        var status = (await host.AskAsync(new GetSystemStatus())).Value!;

        (status.LogPosition, status.ReadPosition, status.Lag, status.Paused, status.Rebuild).ShouldBe(
            (host.Tail(), host.Tail(), 0, null, null)
        );
        status.HeartbeatAt.ShouldNotBeNull();
    }

    private static int Generation(TestHost host)
    {
        using var context = host.Get<IReadStore>().CreateContext();
        return context.Checkpoints.Single().Generation;
    }

    private sealed class Poison : IProject<UserDisabled>
    {
        public bool IsActive { get; set; }

        public void Apply(UserDisabled @event, EventRecord record, IReadModelRows rows)
        {
            if (IsActive && rows is ReadModelWriter)
            {
                throw new InvalidOperationException("poison");
            }
        }
    }
}
