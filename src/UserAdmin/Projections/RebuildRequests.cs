using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>Passes requests for a rebuild from a command to the runner.</summary>
internal sealed class RebuildRequests(LogSignal signal)
{
    private int _wanted;

    /// <summary>Requests a rebuild. Several requests lead to one rebuild.</summary>
    public void Request()
    {
        Volatile.Write(ref _wanted, 1);
        signal.Wake();
    }

    /// <summary>Returns true if a rebuild was requested, and clears the request.</summary>
    public bool Take() => Interlocked.Exchange(ref _wanted, 0) == 1;
}
