using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace UserAdmin.Benchmarks;

/// <summary>Reports the results for people and for tools.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Prints the results as they arrive, and returns them.</summary>
    public static async Task<IReadOnlyList<Result>> PrintAsync(IAsyncEnumerable<Result> results)
    {
        var printed = new List<Result>();
        Console.WriteLine(
            $"{"", -34}{"p50 ms", 11}{"p95 ms", 11}{"raw p50", 11}{"ratio", 7}{"per second", 12}{"MB", 8}  aim"
        );
        await foreach (var result in results)
        {
            var verdict = result.Aim is null ? "" : $"{result.Aim}: {(result.IsMet(result) ? "met" : "MISSED")}";
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Name, -34}{result.P50, 11:0.000}{result.P95, 11:0.000}{result.LimitP50, 11:0.000}"
                        + $"{result.Ratio, 7:0.00}{result.PerSecond, 12:#,0}{result.Megabytes, 8:#,0} "
                        + $""
                        + $" {verdict}"
                )
            );
            printed.Add(result);
        }

        return printed;
    }

    public static void Write(IEnumerable<Result> results, string path) =>
        File.WriteAllText(path, JsonSerializer.Serialize(results.Select(Figures.Of), _json));

    public static IReadOnlyList<Figures> Read(string path) =>
        JsonSerializer.Deserialize<List<Figures>>(File.ReadAllText(path), _json)!;
}
