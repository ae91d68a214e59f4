using System.Diagnostics;
using UserAdmin.Benchmarks.Screen;

namespace UserAdmin.Benchmarks;

/// <summary>Fills a folder with users by running the program's verb <c>seed</c>.</summary>
internal static class Seeded
{
    /// <summary>Creates the users.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="users">The number of users.</param>
    public static async Task FillAsync(string folder, int users)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [RunningProgram.Assembly(), "seed", $"{users}", $"--UserAdmin:DataDirectory={folder}"]
            )
        )!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("The users could not be made; the line above says why.");
        }

        Console.WriteLine($"{users:#,0} users made in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
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
}
