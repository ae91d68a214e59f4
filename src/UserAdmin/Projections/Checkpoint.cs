using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>
/// The position that the whole read model has reached. A single row, stored in the same transaction as the rows it
/// describes.
/// </summary>
internal sealed class Checkpoint
{
    public int Id { get; set; } = 1;

    /// <summary>Position of the last event that was applied.</summary>
    public long Position { get; set; }

    /// <summary>
    /// Hash of that event. It tells whether the log is still the one that this read model was built from.
    /// </summary>
    public byte[] Hash { get; set; } = EventHash.Genesis;

    /// <summary>
    /// The number of rebuilds. Of two complete read models, the one with the higher number is in use.
    /// </summary>
    public int Generation { get; set; }

    /// <summary>False until the read model has caught up with the log for the first time.</summary>
    public bool IsComplete { get; set; }
}
