using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>A wish for a rebuild, handed from a command to the runner.</summary>
internal sealed class RebuildRequests(LogSignal signal)
{
    private int _wanted;

    /// <summary>Asks for one; several wishes are one rebuild.</summary>
    public void Request()
    {
        Volatile.Write(ref _wanted, 1);
        signal.Wake();
    }

    /// <summary>Takes the wish, if there is one.</summary>
    public bool Take() => Interlocked.Exchange(ref _wanted, 0) == 1;
}
