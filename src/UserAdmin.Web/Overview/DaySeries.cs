using UserAdmin.Audit;

namespace UserAdmin.Web.Overview;

/// <summary>What a chart shows of each day.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Tone">CSS class of its bars.</param>
public sealed record DaySeries(ActivityMeasure Measure, string Tone);
