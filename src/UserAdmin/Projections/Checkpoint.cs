using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>
/// Where the whole read model stands. One row, stored in the same transaction as the rows it speaks of.
/// </summary>
internal sealed class Checkpoint
{
    /// <summary>
    /// Shape of the read model and of what the projections write. Raise it with every change of either: an older read
    /// model is then rebuilt.
    /// </summary>
    public const int CurrentShape = 7;

    public int Id { get; set; } = 1;

    /// <summary>Position of the last event taken in.</summary>
    public long Position { get; set; }

    /// <summary>Hash of that event: tells whether the log is still the one this read model was built from.</summary>
    public byte[] Hash { get; set; } = EventHash.Genesis;

    /// <summary>Counts rebuilds; of two complete read models the higher one is in use.</summary>
    public int Generation { get; set; }

    /// <summary>False while a rebuild has not caught up.</summary>
    public bool IsComplete { get; set; }

    /// <summary><see cref="CurrentShape"/> of the program that built it.</summary>
    public int Shape { get; set; } = CurrentShape;
}
