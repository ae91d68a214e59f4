namespace UserAdmin.Following;

/// <summary>How far reading the accounts of an application has come.</summary>
/// <param name="Done">The accounts that were read, and those that cannot be.</param>
/// <param name="Total">The accounts that the application had when the reading began.</param>
public sealed record Adoption(long Done, long Total);

/// <summary>Tells whether accounts of an application are being read for the first time.</summary>
public interface IAdoptionMonitor
{
    /// <summary>How far that has come; null if none are being read by this process.</summary>
    Adoption? Current { get; }
}

/// <inheritdoc/>
internal sealed class AdoptionState : IAdoptionMonitor
{
    private volatile Adoption? _current;

    public Adoption? Current => _current;

    /// <summary>Notes the progress.</summary>
    public void Tell(Adoption progress) => _current = progress;

    /// <summary>Notes that nothing is being read any more.</summary>
    public void End() => _current = null;
}
