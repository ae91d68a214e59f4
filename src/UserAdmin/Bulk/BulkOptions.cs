namespace UserAdmin.Bulk;

/// <summary>Settings under <c>UserAdmin:Bulk</c>.</summary>
public sealed class BulkOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "UserAdmin:Bulk";

    /// <summary>Number of users after which progress is recorded, 1 to 1,000; 100 unless set.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Pause between two batches, to leave resources for others on a busy machine; none unless set.</summary>
    public TimeSpan PauseBetweenBatches { get; set; }
}
