using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using UserAdmin.Imports;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Tests.Imports;

namespace UserAdmin.Tests.Storage;

/// <summary>No other user of the machine can read the program's files.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Start_OnFilesThatOthersMayRead_RevokesTheirAccess()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows stores permissions differently.");
        }

        var folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
        try
        {
            await using (var host = await TestHost.StartAsync(directory: folder))
            {
                await host.ReceiveAsync("user name,email\nada,ada@example.com\n");
                await host.CatchUpAsync();
                var (write, read) = (host.Get<SqliteFiles>().WritePath, host.Get<SqliteFiles>().ReadPaths[0]);
                new[] { write, write + "-wal", write + "-shm", read, read + "-wal" }.ShouldEachBe(path =>
                    (File.GetUnixFileMode(path) & Others) == 0
                );
            }

            SqliteConnection.ClearAllPools();
            foreach (var entry in Entries(folder))
            {
                File.SetUnixFileMode(
                    entry,
                    Directory.Exists(entry) ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_100_100
                );
            }

            await using var again = await TestHost.StartAsync(directory: folder);
            var entries = Entries(folder);
            entries.ShouldContain(path => path.EndsWith("rows.db", StringComparison.Ordinal));
            entries
                .Where(path => !path.EndsWith(".running", StringComparison.Ordinal))
                .Where(path => (File.GetUnixFileMode(path) & Others) != 0)
                .ShouldBeEmpty();
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Entries(string folder) =>
        [folder, .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)];
}
