using UserAdmin.EventLog.Sealing;
using UserAdmin.Tables;

namespace UserAdmin.Audit.Exports;

/// <summary>What of the activity is exported, and in which format.</summary>
/// <param name="Format"><see cref="TableFormat.Csv"/> or <see cref="TableFormat.JsonLines"/>; the log may have more
/// events than a sheet has rows.</param>
public sealed record ActivityExport(TableFormat Format)
{
    /// <summary>Which events, in the language of the activity; empty for all.</summary>
    [Personal]
    public string Search { get; init; } = "";

    /// <summary>IANA time zone in which times are written, each with its offset; null for UTC.</summary>
    public string? TimeZone { get; init; }
}
