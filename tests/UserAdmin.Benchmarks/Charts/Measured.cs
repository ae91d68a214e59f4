namespace UserAdmin.Benchmarks.Charts;

/// <summary>What came out at one size.</summary>
/// <param name="Users">The size.</param>
/// <param name="Results">The results.</param>
internal sealed record Measured(int Users, IReadOnlyList<Figures> Results);
