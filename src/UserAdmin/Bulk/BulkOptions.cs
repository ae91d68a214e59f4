namespace UserAdmin.Bulk;

/// <summary>Settings under <c>UserAdmin:Bulk</c>.</summary>
public sealed class BulkOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "UserAdmin:Bulk";

    /// <summary>After how many users progress is recorded, 1 to 1,000; 100 unless set.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Pause between two batches, to leave a busy machine to others; none unless set.</summary>
    public TimeSpan PauseBetweenBatches { get; set; }
}
