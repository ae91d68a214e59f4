using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>
/// Where the whole read model stands. One row, stored in the same transaction as the rows it speaks of.
/// </summary>
internal sealed class Checkpoint
{
    public int Id { get; set; } = 1;

    /// <summary>Position of the last event that was applied.</summary>
    public long Position { get; set; }

    /// <summary>Hash of that event: tells whether the log is still the one this read model was built from.</summary>
    public byte[] Hash { get; set; } = EventHash.Genesis;

    /// <summary>Counts rebuilds; of two complete read models the higher one is in use.</summary>
    public int Generation { get; set; }

    /// <summary>False until it has caught up with the log for the first time.</summary>
    public bool IsComplete { get; set; }
}
