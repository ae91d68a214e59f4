namespace UserAdmin.Benchmarks;

/// <summary>What came out for one piece of work.</summary>
/// <param name="Name">Name of the work.</param>
/// <param name="Milliseconds">How long each time took, ours.</param>
/// <param name="RawMilliseconds">How long each time took with raw statements; empty where there is nothing to compare
/// with.</param>
internal sealed record Result(string Name, IReadOnlyList<double> Milliseconds, IReadOnlyList<double> RawMilliseconds)
{
    public double? P50 => Milliseconds.Count == 0 ? null : Percentile(Milliseconds, 0.50);

    public double? P95 => Milliseconds.Count == 0 ? null : Percentile(Milliseconds, 0.95);

    public double? LimitP50 => RawMilliseconds.Count == 0 ? null : Percentile(RawMilliseconds, 0.50);

    public double? Ratio => P50 / LimitP50;

    /// <summary>How much work was done in a second, where that is the question.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Memory in millions of bytes, where that is the question.</summary>
    public double? Megabytes { get; init; }

    /// <summary>What is aimed at, in words; null for a figure without an aim.</summary>
    public string? Aim { get; init; }

    /// <summary>Whether the aim is met.</summary>
    public Func<Result, bool> IsMet { get; init; } = _ => true;

    private static double Percentile(IReadOnlyList<double> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Round((sorted.Count - 1) * part)];
    }
}
