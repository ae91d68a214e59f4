using System.Diagnostics;

namespace UserAdmin.Benchmarks.Charts;

/// <summary>
/// Measures one size after the other, each in its own process, so that the memory of one size is not counted for the
/// next.
/// </summary>
internal static class Growth
{
    /// <summary>Measures every size and draws the chart.</summary>
    /// <param name="options">What the command line asks for.</param>
    /// <param name="chart">File for the chart.</param>
    /// <returns>Whether all sizes were measured; if not, the reason has been printed.</returns>
    public static async Task<bool> MeasureAsync(Options options, string chart)
    {
        using var folder = new TemporaryFolder();
        var measured = new List<Measured>();
        foreach (var users in options.Sizes)
        {
            var json =
                options.Json is { } wanted && users == options.Users
                    ? wanted
                    : Path.Combine(folder.Path, $"{users}.json");
            using var process = Process.Start(
                new ProcessStartInfo(
                    "dotnet",
                    [
                        Path.Combine(AppContext.BaseDirectory, "UserAdmin.Benchmarks.dll"),
                        .. options.ArgumentsFor(users, json),
                    ]
                )
            )!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                return false;
            }

            measured.Add(new Measured(users, Report.Read(json)));
        }

        await File.WriteAllTextAsync(chart, GrowthChart.Draw(measured));
        return true;
    }
}
