using Microsoft.Data.Sqlite;
using UserAdmin.Monitoring;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>Verification of a log in a file that is damaged or cannot be written.</summary>
public sealed class LogFileTests
{
    [Fact]
    public async Task Verify_OfADamagedPage_NamesTheEvent()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        for (var i = 0; i < 60; i++)
        {
            await host.CreateUserAsync($"user{i}");
        }

        host.Tamper("PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteConnection.ClearAllPools();
        using (var file = File.Open(WriteFile(host), FileMode.Open))
        {
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            // The page of the file that holds the last event.
            var at = bytes.AsSpan().LastIndexOf("UserCreated"u8) / 4096 * 4096;
            file.Position = at;
            file.Write(Enumerable.Repeat((byte)0xAB, 4096).ToArray());
        }

        var verdict = host.Get<ILogVerification>().Verify(cancellationToken: TestContext.Current.CancellationToken);

        verdict.BadPosition.ShouldNotBeNull();
        verdict.Problem!.ShouldContain("damaged");
    }

    [Fact]
    public async Task Verify_WithoutWriteAccessAndWithoutAReadableReadModel_StillChecksTheLog()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada");
        var end = host.Tail();
        host.Tamper("PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteConnection.ClearAllPools();
        var copy = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
        File.Copy(WriteFile(host), Path.Combine(copy, "write.db"));
        await File.WriteAllTextAsync(
            Path.Combine(copy, Path.GetFileName(host.Get<SqliteFiles>().ReadPaths[0])),
            "This is not a database.",
            TestContext.Current.CancellationToken
        );
        var before = await File.ReadAllBytesAsync(
            Path.Combine(copy, "write.db"),
            TestContext.Current.CancellationToken
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(copy, "write.db"), UnixFileMode.UserRead);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        try
        {
            await using var services = await TestHost.UnpreparedAsync(copy);
            var verdict = services
                .Get<ILogVerification>()
                .Verify(cancellationToken: TestContext.Current.CancellationToken);

            (verdict.Position, verdict.Problem).ShouldBe((end, null));
            verdict.Unchecked!.ShouldContain("read model cannot be read");
            (
                await File.ReadAllBytesAsync(Path.Combine(copy, "write.db"), TestContext.Current.CancellationToken)
            ).ShouldBe(before);
        }
        finally
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Directory.Delete(copy, recursive: true);
        }
    }

    private static string WriteFile(TestHost host) => host.Get<SqliteFiles>().WritePath;
}
