using System.Text.Json.Serialization;

namespace UserAdmin.Benchmarks;

/// <summary>A result in the form in which it is written to a file.</summary>
/// <param name="Name">Name of the work.</param>
/// <param name="P50Ms">Median, in milliseconds.</param>
/// <param name="P95Ms">95th percentile, in milliseconds.</param>
/// <param name="LimitP50Ms">Median of the raw statements, in milliseconds.</param>
/// <param name="Ratio">Our median divided by that of the raw statements.</param>
/// <param name="PerSecond">Amount of work done per second.</param>
/// <param name="Megabytes">Memory in millions of bytes.</param>
/// <param name="Aim">The target in words.</param>
/// <param name="Met">Whether the target is met.</param>
internal sealed record Figures(
    string Name,
    [property: JsonPropertyName("p50_ms")] double? P50Ms,
    [property: JsonPropertyName("p95_ms")] double? P95Ms,
    [property: JsonPropertyName("limit_p50_ms")] double? LimitP50Ms,
    double? Ratio,
    double? PerSecond,
    double? Megabytes,
    string? Aim,
    bool? Met
)
{
    /// <summary>Returns the rounded figures of a result.</summary>
    public static Figures Of(Result result) =>
        new(
            result.Name,
            Round(result.P50),
            Round(result.P95),
            Round(result.LimitP50),
            Round(result.Ratio),
            Round(result.PerSecond),
            Round(result.Megabytes),
            result.Aim,
            result.Aim is null ? null : result.IsMet(result)
        );

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 4) : null;
}
