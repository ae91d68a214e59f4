namespace UserAdmin.EventLog;

/// <summary>
/// A log to which other nodes append, too. Registered only if the write database is on a server; the command line
/// beside an SQLite file does not matter here.
/// </summary>
internal interface ISharedLog
{
    /// <summary>Returns the position of the last event, whichever node has appended it; 0 if there is none.</summary>
    Task<long> TailAsync(CancellationToken cancellationToken);
}
