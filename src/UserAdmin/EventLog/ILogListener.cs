namespace UserAdmin.EventLog;

/// <summary>Hears of events that other processes append, where the database can tell.</summary>
/// <remarks>
/// A notification only saves time: it may be lost with the connection, so the log is also looked at regularly.
/// </remarks>
internal interface ILogListener
{
    /// <summary>Listens until it is cancelled; does not throw.</summary>
    /// <param name="heard">Called when the log has probably grown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task ListenAsync(Action heard, CancellationToken cancellationToken);
}
