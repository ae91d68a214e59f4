namespace UserAdmin.Benchmarks.Charts;

/// <summary>The results for one population size.</summary>
/// <param name="Users">The number of users.</param>
/// <param name="Results">The results.</param>
internal sealed record Measured(int Users, IReadOnlyList<Figures> Results);
