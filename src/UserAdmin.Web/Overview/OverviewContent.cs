using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Imports;
using UserAdmin.Webhooks;

namespace UserAdmin.Web.Overview;

/// <summary>What the overview shows; a part that the person may not see is null.</summary>
public sealed record OverviewContent
{
    /// <summary>How many accounts each figure counts, by its key.</summary>
    public IReadOnlyDictionary<string, int>? Accounts { get; init; }

    /// <summary>What happened on the last days.</summary>
    public ActivityDays? Days { get; init; }

    /// <summary>The addresses with the most failed attempts.</summary>
    public LoudestAddresses? Loudest { get; init; }

    /// <summary>The last bulk actions.</summary>
    public IReadOnlyList<BulkRow>? Bulks { get; init; }

    /// <summary>The last imports.</summary>
    public IReadOnlyList<ImportRow>? Imports { get; init; }

    /// <summary>The webhooks that send nothing although nobody has paused them, or whose receiver fails.</summary>
    public IReadOnlyList<WebhookRow>? Webhooks { get; init; }

    /// <summary>The log position as of which this is.</summary>
    public long Position { get; init; }

    /// <summary>Whether it may lack the last changes.</summary>
    public bool IsStale { get; init; }
}
