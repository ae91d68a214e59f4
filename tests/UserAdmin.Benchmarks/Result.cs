namespace UserAdmin.Benchmarks;

/// <summary>The result of measuring one piece of work.</summary>
/// <param name="Name">Name of the work.</param>
/// <param name="Milliseconds">Time of each call of our code.</param>
/// <param name="RawMilliseconds">Time of each call of the raw statements; empty if there is nothing to compare
/// with.</param>
internal sealed record Result(string Name, IReadOnlyList<double> Milliseconds, IReadOnlyList<double> RawMilliseconds)
{
    public double? P50 => Milliseconds.Count == 0 ? null : Percentile(Milliseconds, 0.50);

    public double? P95 => Milliseconds.Count == 0 ? null : Percentile(Milliseconds, 0.95);

    public double? LimitP50 => RawMilliseconds.Count == 0 ? null : Percentile(RawMilliseconds, 0.50);

    public double? Ratio => P50 / LimitP50;

    /// <summary>Amount of work done per second, if the throughput matters.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Memory in millions of bytes, if the memory is measured.</summary>
    public double? Megabytes { get; init; }

    /// <summary>The target in words; null for a figure without a target.</summary>
    public string? Aim { get; init; }

    /// <summary>Whether the target is met.</summary>
    public Func<Result, bool> IsMet { get; init; } = _ => true;

    private static double Percentile(IReadOnlyList<double> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Round((sorted.Count - 1) * part)];
    }
}
