using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>What the program does about backups of a database that the server's own programs copy.</summary>
public sealed class PostgreSqlBackupTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
    private readonly string _target = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    public PostgreSqlBackupTests() => TestProvider.SkipIfMissing();

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_target, recursive: true);
    }

    [Fact]
    public async Task Create_Always_CopiesTheKeysAndSaysWhatToRun()
    {
        await using var host = await StartAsync();
        await host.CreateUserAsync("ada");

        var made = Create(host);

        made.Position.ShouldBe(host.Tail());
        made.Remaining.ShouldNotBeNull().ShouldStartWith("pg_dump -Fc --host=127.0.0.1 --port=");
        made.Remaining.ShouldContain($"--file={made.Folder}/");
        File.Exists(Path.Combine(made.Folder, "keys", "key-1.xml")).ShouldBeTrue();
    }

    [Fact]
    public async Task Restore_OfALogThatGoesOnFromTheBackup_RestoresTheKeys()
    {
        await using var host = await StartAsync();
        await host.CreateUserAsync("ada");
        var made = Create(host);
        await host.CreateUserAsync("bob");
        var key = Path.Combine(_data, "keys", "key-1.xml");

        var restored = Restore(host, made.Folder);

        restored.Position.ShouldBe(host.Tail());
        (await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken)).ShouldBe("secret");
    }

    [Fact]
    public async Task Restore_OfAnotherLogThanTheBackups_IsRefusedAndSaysWhatToRun()
    {
        await using var host = await StartAsync();
        await host.CreateUserAsync("ada");
        var made = Create(host);
        var manifest = Path.Combine(made.Folder, "manifest.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken))!;
        json["position"] = made.Position + 1;
        await File.WriteAllTextAsync(manifest, json.ToJsonString(), TestContext.Current.CancellationToken);

        var refusal = Should.Throw<StartupException>(() => Restore(host, made.Folder));

        refusal.Message.ShouldContain($"before event {made.Position + 1}");
        refusal.Message.ShouldContain("pg_restore --exit-on-error --host=127.0.0.1");
    }

    /// <summary>The list in the data folder knows of a purge that the restored log does not contain.</summary>
    [Fact]
    public async Task Restore_OfALogWithSomebodyPurgedSince_DeletesTheKey()
    {
        await using var host = await StartAsync();
        var ada = await host.CreateUserAsync("ada");
        var made = Create(host);
        ErasureList.Add(_data, [new Erasure(ada, TimeProvider.System.GetUtcNow())]);

        Restore(host, made.Folder).ErasedSince.ShouldBe(1);

        using var log = new LogReader(host.Get<IWriteStore>());
        EventSealing
            .Open(log.Read(0, int.MaxValue).Find(record => record.SubjectId == ada)!)
            .Record.IsErased.ShouldBeTrue();
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync(follow: false);
        var keys = Directory.CreateDirectory(Path.Combine(host.Directory, "keys")).FullName;
        await File.WriteAllTextAsync(Path.Combine(keys, "key-1.xml"), "secret");
        return host;
    }

    private BackupMade Create(TestHost host) =>
        host.Get<IBackups>().Create(_target, TestContext.Current.CancellationToken);

    /// <summary>Restores into another data folder, because a program runs on the host's.</summary>
    private BackupRestored Restore(TestHost host, string folder) =>
        new PostgreSqlBackups(
            host.Get<PostgreSqlServer>(),
            host.Get<IWriteStore>(),
            new SqliteFiles(
                new ConfigurationBuilder().Build(),
                Options.Create(new UserAdminOptions { DataDirectory = _data })
            ),
            Options.Create(new BackupOptions()),
            TimeProvider.System
        ).Restore(folder, TestContext.Current.CancellationToken);
}
