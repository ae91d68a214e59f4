using CsCheck;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Index;

public sealed class UserIndexSnapshotTests
{
    private static string[] People => ["ada", "bob", "cleo", "dora"];

    [Fact]
    public async Task Start_WithASnapshot_ReadsItAndAppliesWhatHasChangedSince()
    {
        await using var host = await StartAsync();
        Write(host).ShouldBeTrue();
        await host.CreateUserAsync("eve");
        var ada = (await host.AskAsync(new ListUsers("ada"))).Value!.Items.Single().Id;
        await host.AcceptAsync(new DisableUser(ada));
        await host.StopFollowingAsync();

        await using var again = await TestHost.StartAsync(directory: host.Directory);
        await again.CatchUpAsync();

        (await NamesAsync(again, null)).ShouldBe([.. People, "eve"]);
        (await NamesAsync(again, "state:disabled")).ShouldBe(["ada"]);
        Current(again).SnapshotAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_WithADamagedSnapshot_ReadsTheRows()
    {
        await using var host = await StartAsync();
        Write(host);
        await host.StopFollowingAsync();
        var path = host.Get<UserIndexSnapshots>().Path;
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        await using var again = await TestHost.StartAsync(directory: host.Directory);

        (await NamesAsync(again, null)).ShouldBe(People);
        Current(again).SnapshotAt.ShouldBeNull();
    }

    [Fact]
    public async Task TryRead_OfAFileDamagedAnywhere_ReturnsNothing()
    {
        await using var host = await StartAsync();
        Write(host);
        var snapshots = host.Get<UserIndexSnapshots>();
        var checkpoint = host.Get<ReadModelInUse>().Checkpoint;
        using var log = new LogReader(host.Get<IWriteStore>());
        var bytes = await File.ReadAllBytesAsync(snapshots.Path, TestContext.Current.CancellationToken);
        snapshots.TryRead(checkpoint, log).ShouldNotBeNull();

        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 400], Gen.Byte[1, 255], Gen.Int[0, 2])
            .Sample(
                (anywhere, near, change, kind) =>
                {
                    // Most of a small index is empty pages; its beginning holds the lengths.
                    var at = kind == 0 ? anywhere : near;
                    var damaged = kind == 2 ? bytes[..anywhere] : [.. bytes];
                    if (kind != 2)
                    {
                        damaged[at] ^= change;
                    }

                    File.WriteAllBytes(snapshots.Path, damaged);
                    snapshots.TryRead(checkpoint, log).ShouldBeNull();
                },
                iter: 200,
                threads: 1
            );
    }

    [Fact]
    public async Task TryRead_AfterReadingAhead_TakesWhatWasReadOnce()
    {
        await using var host = await StartAsync();
        Write(host);
        var snapshots = host.Get<UserIndexSnapshots>();
        var checkpoint = host.Get<ReadModelInUse>().Checkpoint;
        using var log = new LogReader(host.Get<IWriteStore>());

        await snapshots.ReadAheadAsync();
        snapshots.Delete();

        snapshots.TryRead(checkpoint, log).ShouldNotBeNull();
        snapshots.TryRead(checkpoint, log).ShouldBeNull("the file is gone");
    }

    [Fact]
    public async Task TryRead_AfterReadingAhead_IgnoresASnapshotThatDoesNotFit()
    {
        await using var host = await StartAsync();
        await using var other = await StartAsync();
        Write(host);
        Write(other);
        var snapshots = host.Get<UserIndexSnapshots>();
        var checkpoint = host.Get<ReadModelInUse>().Checkpoint;
        using var log = new LogReader(host.Get<IWriteStore>());
        var own = await File.ReadAllBytesAsync(snapshots.Path, TestContext.Current.CancellationToken);

        File.Copy(other.Get<UserIndexSnapshots>().Path, snapshots.Path, overwrite: true);
        await snapshots.ReadAheadAsync();
        snapshots.TryRead(checkpoint, log).ShouldBeNull("it is of another log");

        await File.WriteAllBytesAsync(snapshots.Path, own[..^1], TestContext.Current.CancellationToken);
        await Should.ThrowAsync<DamagedSnapshotException>(snapshots.ReadAheadAsync);
        snapshots.TryRead(checkpoint, log).ShouldBeNull("it is damaged");

        await File.WriteAllBytesAsync(snapshots.Path, own, TestContext.Current.CancellationToken);
        await snapshots.ReadAheadAsync();
        var building = new Checkpoint
        {
            Position = checkpoint.Position,
            Generation = checkpoint.Generation,
            Hash = checkpoint.Hash,
        };
        snapshots.TryRead(building, log).ShouldBeNull("the read model is not complete");
        snapshots.TryRead(checkpoint, log).ShouldNotBeNull();
    }

    [Fact]
    public async Task TryRead_AtTheFirstStart_ReturnsNothingAndWarnsOfNothing()
    {
        await using var host = await StartAsync();
        var logger = new CountingLogger();
        var snapshots = new UserIndexSnapshots(
            Options.Create(new UserAdminOptions { DataDirectory = Path.Combine(host.Directory, "not", "yet") }),
            UserFieldSet.Stock,
            logger
        );
        using var log = new LogReader(host.Get<IWriteStore>());

        await Should.ThrowAsync<DirectoryNotFoundException>(snapshots.ReadAheadAsync);

        snapshots.TryRead(host.Get<ReadModelInUse>().Checkpoint, log).ShouldBeNull();
        logger.Warnings.ShouldBe(0);
    }

    [Fact]
    public async Task TryRead_OfASnapshotOfAnotherLog_ReturnsNothing()
    {
        await using var host = await StartAsync();
        await using var other = await StartAsync();
        Write(other);
        File.Copy(other.Get<UserIndexSnapshots>().Path, host.Get<UserIndexSnapshots>().Path);
        using var log = new LogReader(host.Get<IWriteStore>());

        host.Get<UserIndexSnapshots>().TryRead(host.Get<ReadModelInUse>().Checkpoint, log).ShouldBeNull();
    }

    [Fact]
    public async Task TryRead_AfterARebuild_ReturnsNothingUntilASnapshotIsWritten()
    {
        await using var host = await StartAsync();
        Write(host);
        var before = Current(host);
        await host.AcceptAsync(new RebuildReadModel());
        await TestHost.UntilAsync(() => Current(host) != before, "the new read model is in use");
        await host.CatchUpAsync();
        using var log = new LogReader(host.Get<IWriteStore>());
        var checkpoint = host.Get<ReadModelInUse>().Checkpoint;

        host.Get<UserIndexSnapshots>().TryRead(checkpoint, log).ShouldBeNull();
        Write(host).ShouldBeTrue();
        host.Get<UserIndexSnapshots>().TryRead(checkpoint, log).ShouldNotBeNull();
    }

    [Fact]
    public async Task Runner_WritesWhenThereIsReason()
    {
        await using var host = await StartAsync();
        Write(host).ShouldBeTrue("there is none yet");
        Write(host).ShouldBeFalse("nothing has changed");
        var id = await host.CreateUserAsync("eve");
        await host.CatchUpAsync();
        Write(host).ShouldBeFalse("one event is too little");

        await host.AcceptAsync(new DeleteUser(id));
        await host.AcceptAsync(new PurgeUser(id, "eve"));
        await host.CatchUpAsync();
        Write(host).ShouldBeTrue("an account was removed for good");
        (await File.ReadAllBytesAsync(host.Get<UserIndexSnapshots>().Path, TestContext.Current.CancellationToken))
            .AsSpan()
            .IndexOf("eve"u8)
            .ShouldBe(-1);

        await host.CreateUserAsync("finn");
        await host.CatchUpAsync();
        host.Get<UserIndexSnapshotRunner>().RunOnce(isStopping: true).ShouldBeTrue("the program stops");
    }

    [Fact]
    public async Task Runner_WhenAPurgeCannotBeWritten_DeletesTheSnapshotBefore()
    {
        await using var host = await StartAsync();
        var id = await host.CreateUserAsync("eve");
        await host.CatchUpAsync();
        Write(host);
        var path = host.Get<UserIndexSnapshots>().Path;
        await host.AcceptAsync(new DeleteUser(id));
        await host.AcceptAsync(new PurgeUser(id, "eve"));
        await host.CatchUpAsync();
        File.Exists(path).ShouldBeTrue();
        Directory.CreateDirectory(path + ".new");

        Should.Throw<Exception>(() => Write(host));

        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task Write_WhenItFails_KeepsTheSnapshotBefore()
    {
        await using var host = await StartAsync();
        Write(host);
        var snapshots = host.Get<UserIndexSnapshots>();
        var before = await File.ReadAllBytesAsync(snapshots.Path, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(snapshots.Path + ".new");
        using var log = new LogReader(host.Get<IWriteStore>());

        Should.Throw<Exception>(() => snapshots.Write(Current(host).Index, 0, log));

        (await File.ReadAllBytesAsync(snapshots.Path, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        foreach (var name in People)
        {
            await host.CreateUserAsync(name);
        }

        await host.CatchUpAsync();
        return host;
    }

    private static bool Write(TestHost host) => host.Get<UserIndexSnapshotRunner>().RunOnce();

    private static UserDirectory Current(TestHost host) => host.Get<UserIndexing>().Current!;

    private static async Task<IEnumerable<string>> NamesAsync(TestHost host, string? search) =>
        (await host.AskAsync(new ListUsers(search))).Value!.Items.Select(row => row.UserName);

    private sealed class CountingLogger : ILogger<UserIndexSnapshots>
    {
        public int Warnings { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Warnings += logLevel >= LogLevel.Warning ? 1 : 0;
    }
}
