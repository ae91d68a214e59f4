using System.Diagnostics;
using UserAdmin.Benchmarks.Screen;

namespace UserAdmin.Benchmarks;

/// <summary>Fills a folder with users by running the program's verb <c>seed</c>.</summary>
internal static class Seeded
{
    /// <summary>Creates the users.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="users">The number of users.</param>
    /// <param name="server">Connection string of a write database on PostgreSQL; null if it is in the folder,
    /// too.</param>
    public static async Task FillAsync(string folder, int users, string? server = null)
    {
        var started = Stopwatch.GetTimestamp();
        await RunAsync([
            "seed",
            $"{users}",
            $"--UserAdmin:DataDirectory={folder}",
            .. server is null ? (string[])[] : [$"--ConnectionStrings:Write={server}"],
        ]);
        Console.WriteLine($"{users:#,0} users made in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    /// <summary>Copies the write database of a folder to an empty database on PostgreSQL, event for event.</summary>
    public static async Task CopyToServerAsync(string folder, string server)
    {
        var started = Stopwatch.GetTimestamp();
        await RunAsync([
            "copy",
            "--from",
            $"Data Source={Path.Combine(folder, "write.db")}",
            "--to",
            server,
            $"--UserAdmin:DataDirectory={folder}",
        ]);
        Console.WriteLine($"copied to PostgreSQL in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    /// <summary>Copies a folder that was filled before, because a million users take a while to create.</summary>
    public static void Copy(string source, string folder)
    {
        foreach (
            var file in Directory
                .GetFiles(source, "*", SearchOption.AllDirectories)
                .Where(file =>
                    !file.Contains(
                        $"{Path.DirectorySeparatorChar}mail{Path.DirectorySeparatorChar}",
                        StringComparison.Ordinal
                    )
                )
        )
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static async Task RunAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [RunningProgram.Assembly(), .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{arguments[0]} has failed; the line above says why.");
        }
    }
}
