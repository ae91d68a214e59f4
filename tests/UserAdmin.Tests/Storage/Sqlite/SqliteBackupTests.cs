using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Settings;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>Backups of a write database in an SQLite file, and restoring them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SqliteBackupTests : IDisposable
{
    private const string Key = "key-7a1c.xml";

    private readonly string _data = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
    private readonly string _target = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_target, recursive: true);
    }

    [Fact]
    public async Task Create_WhileCommandsAreWritten_CopiesOneMoment()
    {
        await using var host = await TestHost.StartAsync(follow: false, directory: _data);
        using var enough = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; !enough.IsCancellationRequested; i++)
                {
                    await host.CreateUserAsync($"user{i}");
                    begun.TrySetResult();
                }
            },
            TestContext.Current.CancellationToken
        );
        await begun.Task;
        var before = host.Tail();

        var made = Create(host);

        await enough.CancelAsync();
        await writing;
        made.Position.ShouldBeGreaterThanOrEqualTo(before);
        var copy = Path.Combine(made.Folder, "write.db");
        Number(copy, "SELECT max(Position) FROM EventLog").ShouldBe(made.Position);
        Number(copy, "SELECT count(*) FROM AspNetUsers")
            .ShouldBe(Number(copy, "SELECT count(*) FROM EventLog WHERE Type = 'UserCreated'"));
        made.HeadHash.ShouldBe(Convert.ToHexStringLower(host.ReadLog()[(int)made.Position - 1].Hash));
    }

    [Fact]
    public async Task Restore_OfTheDatabaseOfAnApplication_IsRefusedAndChangesNothing()
    {
        var file = Path.Combine(_data, "write.db");
        var connection = $"Data Source={file}";
        await StockDatabase.CreateAsync(new StockShape(StockProvider.Sqlite, 3), connection, 3);
        UserAdminAttach.Attach(connection, UserAdminAttach.Examine(connection, new()).Shape!);
        BackupMade made;
        await using (var host = await TestHost.StartAsync(follow: false, directory: _data))
        {
            made = Create(host);
        }

        SqliteConnection.ClearAllPools();
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await using var restoring = await TestHost.UnpreparedAsync(_data);

        Should
            .Throw<StartupException>(() => restoring.Get<IBackups>().Restore(made.Folder))
            .Message.ShouldContain("are those of another application. Nothing was changed.");

        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task Create_Always_MakesFilesThatOthersCannotRead()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows stores permissions differently.");
        }

        await using var host = await StartAsync("ada");

        var made = Create(host);

        Directory
            .EnumerateFiles(made.Folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path.GetFileName(path), File.GetUnixFileMode(path)))
            .ShouldBe(
                [.. new[] { "manifest.json", "write.db", Key }.Select(name => (name, (UnixFileMode)0b110_000_000))],
                ignoreOrder: true
            );
        File.GetUnixFileMode(made.Folder).ShouldBe((UnixFileMode)0b111_000_000);
        File.GetUnixFileMode(Path.Combine(made.Folder, "keys")).ShouldBe((UnixFileMode)0b111_000_000);
    }

    [Fact]
    public async Task Create_OfADamagedLog_LeavesNothing()
    {
        await using var host = await StartAsync("ada");
        host.Tamper("UPDATE EventLog SET ActorName = 'Somebody else' WHERE Position = 2").ShouldBe(1);

        Should.Throw<StartupException>(() => Create(host)).Message.ShouldContain("Event 2 was changed");

        Directory.EnumerateFileSystemEntries(_target).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{data}", "in the data folder")]
    [InlineData("{data}/backups", "in the data folder")]
    [InlineData("{target}/link/backups", "in the data folder")]
    [InlineData("{target}/file/backups", "cannot be written")]
    public async Task Create_WhereItCannotBe_IsRefusedInOneSentence(string target, string says)
    {
        await using var host = await StartAsync("ada");
        Directory.CreateSymbolicLink(Path.Combine(_target, "link"), _data);
        await File.WriteAllTextAsync(Path.Combine(_target, "file"), "", TestContext.Current.CancellationToken);
        var path = target
            .Replace("{data}", _data, StringComparison.Ordinal)
            .Replace("{target}", _target, StringComparison.Ordinal);

        Should.Throw<StartupException>(() => host.Get<IBackups>().Create(path)).Message.ShouldContain(says);

        Directory.GetDirectories(_data, "useradmin-*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Restore_OfABackup_BringsItsDataBackAndKeepsTheOther()
    {
        BackupMade made;
        string atBackup;
        await using (var host = await StartAsync("ada"))
        {
            atBackup = host.DumpWrite();
            made = Create(host);
            await host.CreateUserAsync("bob");
            await File.WriteAllTextAsync(KeyPath, "lost", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(KeyPath + "2.xml", "newer", TestContext.Current.CancellationToken);
        }

        var restored = await RestoreAsync(made.Folder);

        (restored.Position, restored.HeadHash).ShouldBe((made.Position, made.HeadHash));
        await using (var host = await TestHost.UnpreparedAsync(_data))
        {
            host.DumpWrite().ShouldBe(atBackup);
        }

        (await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken)).ShouldBe("secret");
        (await File.ReadAllTextAsync(KeyPath + "2.xml", TestContext.Current.CancellationToken)).ShouldBe("newer");
        var aside = restored.Aside.ShouldNotBeNull();
        (await File.ReadAllTextAsync(Path.Combine(aside, "keys", Key), TestContext.Current.CancellationToken)).ShouldBe(
            "lost"
        );
        Number(Path.Combine(aside, "write.db"), "SELECT count(*) FROM AspNetUsers").ShouldBe(2);
    }

    [Fact]
    public async Task Start_AfterAnOlderLogWasRestored_RecordsIt()
    {
        BackupMade made;
        long lost;
        await using (var host = await StartAsync("ada"))
        {
            made = Create(host);
            await host.CreateUserAsync("bob");
            lost = host.Tail();
            await host.StartFollowingAsync();
            await host.CatchUpAsync();
        }

        await RestoreAsync(made.Folder);

        await using var again = await TestHost.StartAsync(directory: _data);
        await TestHost.UntilAsync(
            () => again.Get<IProjectionMonitor>().Current is { Mismatch: not null, Rebuild: null, Paused: null },
            "the mismatch is recorded"
        );
        var mismatch = again.Get<IProjectionMonitor>().Current.Mismatch!;
        (mismatch.ExpectedPosition, mismatch.LogEnd).ShouldBe((lost, made.Position));
    }

    [Fact]
    public async Task Restore_IntoAnEmptyFolder_IsEnoughToStart()
    {
        BackupMade made;
        await using (var host = await StartAsync("ada"))
        {
            made = Create(host);
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);

        (await RestoreAsync(made.Folder)).Aside.ShouldBeNull();

        await using var again = await TestHost.StartAsync(directory: _data);
        (await again.AskAsync(new ListUsers())).Value!.Items.Select(row => row.UserName).ShouldBe(["ada"]);
        again
            .Get<ILogVerification>()
            .Verify(new LogHead(made.Position, made.HeadHash), TestContext.Current.CancellationToken)
            .Problem.ShouldBeNull();
        File.Exists(KeyPath).ShouldBeTrue();
    }

    [Theory]
    [InlineData("byte", "write.db is not as it was written")]
    [InlineData("event", "Event 2 was changed")]
    [InlineData("end", "its log ends at event")]
    [InlineData("head", "is not the one that was kept")]
    [InlineData("key", "keys/")]
    [InlineData("manifest", "There is no backup")]
    public async Task Restore_OfADamagedBackup_IsRefusedAndChangesNothing(string damage, string says)
    {
        BackupMade made;
        await using (var host = await StartAsync("ada"))
        {
            made = Create(host);
            await host.CreateUserAsync("bob");
        }

        Damage(made.Folder, damage);
        var before = Content(_data);

        var refusal = await Should.ThrowAsync<StartupException>(() => RestoreAsync(made.Folder));

        refusal.Message.ShouldContain(says);
        Content(_data).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task Restore_WhileAProgramRuns_IsRefused()
    {
        await using var host = await StartAsync("ada");
        var made = Create(host);
        await host.CreateUserAsync("bob");
        var before = host.DumpWrite();

        (await Should.ThrowAsync<StartupException>(() => RestoreAsync(made.Folder))).Message.ShouldContain("runs on");

        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task Restore_WhileAnotherApplicationHasTheDatabaseOpen_IsRefused()
    {
        BackupMade made;
        await using (var host = await StartAsync("ada"))
        {
            made = Create(host);
        }

        using var other = new SqliteConnection($"Data Source={Path.Combine(_data, "write.db")};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        using var look = other.CreateCommand();
        look.CommandText = "SELECT count(*) FROM AspNetUsers";
        look.ExecuteScalar().ShouldBe(1L);

        (await Should.ThrowAsync<StartupException>(() => RestoreAsync(made.Folder))).Message.ShouldContain(
            "Another program has the database"
        );

        Directory.GetDirectories(_data, "before-restore-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Replacement_WhenInterrupted_LeavesTheOldData()
    {
        string before;
        await using (var host = await StartAsync("ada"))
        {
            before = host.DumpWrite();
        }

        SqliteConnection.ClearAllPools();
        await using var restoring = await TestHost.UnpreparedAsync(_data);
        var staged = restoring.Get<SqliteFiles>().WritePath + ".restoring";
        await File.WriteAllTextAsync(staged, "", TestContext.Current.CancellationToken);

        Should.Throw<IOException>(() =>
            SqliteReplacement.Run(
                restoring.Get<SqliteFiles>(),
                staged,
                () => throw new IOException(),
                TimeProvider.System.GetUtcNow()
            )
        );

        restoring.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task Restore_InPlaceOfADamagedDatabase_KeepsIt()
    {
        BackupMade made;
        string atBackup;
        await using (var host = await StartAsync("ada"))
        {
            atBackup = host.DumpWrite();
            made = Create(host);
        }

        SqliteConnection.ClearAllPools();
        var (write, rubbish) = (Path.Combine(_data, "write.db"), new string('x', 5_000));
        await File.WriteAllTextAsync(write, rubbish, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(write + "-wal", rubbish, TestContext.Current.CancellationToken);

        var aside = (await RestoreAsync(made.Folder)).Aside.ShouldNotBeNull();

        foreach (var name in (string[])["write.db", "write.db-wal"])
        {
            (await File.ReadAllTextAsync(Path.Combine(aside, name), TestContext.Current.CancellationToken)).ShouldBe(
                rubbish
            );
        }

        await using var again = await TestHost.UnpreparedAsync(_data);
        again.DumpWrite().ShouldBe(atBackup);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restore_OfABackupWithSomebodyPurgedSince_DeletesTheKey(bool withTheOldData)
    {
        BackupMade made;
        string bob;
        await using (var host = await StartAsync("ada"))
        {
            bob = await host.CreateUserAsync("bob");
            made = Create(host);
            await host.AcceptAsync(new DeleteUser(bob));
            await host.AcceptAsync(new PurgeUser(bob, "bob"));
            if (!withTheOldData)
            {
                // Notes it beside the backups.
                ErasureList.Add(_target, [new Erasure(bob, host.ReadLog()[^1].At)]);
            }
        }

        SqliteConnection.ClearAllPools();
        if (!withTheOldData)
        {
            Directory.Delete(_data, recursive: true);
        }

        (await RestoreAsync(made.Folder)).ErasedSince.ShouldBe(1);

        Number(Path.Combine(_data, "write.db"), $"SELECT Key IS NULL FROM EventKeys WHERE Id = '{bob}'").ShouldBe(1);
        await using var again = await TestHost.StartAsync(follow: false, directory: _data);
        await again.Get<LifecycleRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        Number(Path.Combine(_data, "write.db"), "SELECT count(*) FROM AspNetUsers").ShouldBe(1);
        again.ReadLog()[^1].Type.ShouldBe("UserPurged");
    }

    [Fact]
    public async Task Create_WithOldBackupsBesideIt_DeletesThoseThatAreOldEnough()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(
            follow: false,
            directory: _data,
            services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.PostConfigure<BackupOptions>(options => options.KeepDays = 7);
            }
        );
        var first = Create(host);
        Directory.CreateDirectory(Path.Combine(_target, "useradmin-of-somebody"));
        Directory.CreateDirectory(Path.Combine(_data, "before-restore-20261101-120000"));
        clock.Advance(TimeSpan.FromDays(7));
        var second = Create(host);
        second.Kept.ShouldBe(second.Kept with { Deleted = 0, Oldest = clock.GetUtcNow().AddDays(-7), KeepDays = 7 });
        clock.Advance(TimeSpan.FromSeconds(1));

        var third = Create(host);

        (third.Kept.Deleted, third.Kept.Failures.Count, third.Kept.Oldest).ShouldBe(
            (2, 0, clock.GetUtcNow().AddSeconds(-1))
        );
        Directory
            .GetDirectories(_target)
            .ShouldBe([second.Folder, third.Folder, Path.Combine(_target, "useradmin-of-somebody")], ignoreOrder: true);
        Directory.Exists(first.Folder).ShouldBeFalse();
        Directory.GetDirectories(_data, "before-restore-*").ShouldBeEmpty();
    }

    private string KeyPath => Path.Combine(_data, "keys", Key);

    private async Task<TestHost> StartAsync(string user)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        await File.WriteAllTextAsync(KeyPath, "secret", TestContext.Current.CancellationToken);
        var host = await TestHost.StartAsync(follow: false, directory: _data);
        await host.CreateUserAsync(user);
        return host;
    }

    private BackupMade Create(TestHost host) =>
        host.Get<IBackups>().Create(_target, TestContext.Current.CancellationToken);

    private async Task<BackupRestored> RestoreAsync(string folder)
    {
        SqliteConnection.ClearAllPools();
        await using var host = await TestHost.UnpreparedAsync(_data);
        return host.Get<IBackups>().Restore(folder, TestContext.Current.CancellationToken);
    }

    private static void Damage(string folder, string damage)
    {
        var (copy, manifest) = (Path.Combine(folder, "write.db"), Path.Combine(folder, "manifest.json"));
        var json = JsonNode.Parse(File.ReadAllText(manifest))!;
        switch (damage)
        {
            case "byte":
                using (var file = File.Open(copy, FileMode.Open))
                {
                    file.Position = file.Length - 1;
                    file.WriteByte(0xAB);
                }

                break;
            case "event":
                Execute(copy, "UPDATE EventLog SET ActorName = 'Somebody else' WHERE Position = 2");
                json["files"]!["write.db"] = BackupFolder.HashOf(copy);
                break;
            case "end":
                json["position"] = (long)json["position"]! - 1;
                json["headHash"] = Convert.ToHexStringLower(
                    (byte[])Scalar(copy, $"SELECT Hash FROM EventLog WHERE Position = {json["position"]}")
                );
                break;
            case "head":
                json["headHash"] = new string('0', 64);
                break;
            case "key":
                File.Delete(Path.Combine(folder, "keys", Key));
                break;
            default:
                File.Delete(manifest);
                return;
        }

        File.WriteAllText(manifest, json.ToJsonString());
    }

    private static List<string> Content(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => $"{path} {BackupFolder.HashOf(path)}"),
        ];

    private static long Number(string path, string sql) => (long)Scalar(path, sql);

    private static object Scalar(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.Command(null, sql);
        return command.ExecuteScalar()!;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.Command(null, sql);
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
