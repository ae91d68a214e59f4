using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks.Sending;

/// <summary>Reads single events of the log, near each other, in order.</summary>
internal sealed class WebhookLog(IWriteStore store) : IDisposable
{
    // Events that are sent are seldom far apart.
    private const int Ahead = 50;

    private readonly LogReader _log = new(store);
    private List<EventRecord> _read = [];

    /// <summary>Returns the event at a position, or null.</summary>
    /// <param name="position">The position, 1 or more.</param>
    public EventRecord? At(long position)
    {
        if (Find(position) is { } known)
        {
            return known;
        }

        _read = _log.Read(position - 1, Ahead);
        return Find(position);
    }

    public void Dispose() => _log.Dispose();

    private EventRecord? Find(long position) => _read.Find(record => record.Position == position);
}
