using UserAdmin.EventLog.Sealing;

namespace UserAdmin.EventLog;

/// <summary>Consecutive events, checked against the hash chain, decrypted and decoded.</summary>
internal sealed class DecodedEvents
{
    private readonly (EventRecord Record, IEvent? Event)[] _events;

    private DecodedEvents(
        long after,
        byte[] afterHash,
        IReadOnlyList<EventRecord> records,
        (EventRecord Record, IEvent? Event)[] events
    ) => (After, AfterHash, Records, _events) = (after, afterHash, records, events);

    /// <summary>Position before the first event.</summary>
    public long After { get; }

    /// <summary>Hash of the event at <see cref="After"/>.</summary>
    public byte[] AfterHash { get; }

    /// <summary>The events in order, as they are stored.</summary>
    public IReadOnlyList<EventRecord> Records { get; }

    /// <summary>The last event.</summary>
    public EventRecord Last => _events[^1].Record;

    /// <summary>The events in order, decrypted; the decoded event is null if it was set aside.</summary>
    public ReadOnlySpan<(EventRecord Record, IEvent? Event)> All => _events;

    /// <summary>Checks and decodes events.</summary>
    /// <param name="records">At least one.</param>
    /// <param name="after">Position of the event before the first.</param>
    /// <param name="afterHash">Its hash.</param>
    /// <exception cref="LogMismatchException">They do not continue from there, or one of them was changed.</exception>
    /// <exception cref="EventNotAppliedException">One of them has an unknown shape.</exception>
    public static DecodedEvents Of(IReadOnlyList<EventRecord> records, long after, byte[] afterHash)
    {
        var events = new (EventRecord, IEvent?)[records.Count];
        var (position, hash) = (after, afterHash);
        for (var i = 0; i < events.Length; i++)
        {
            var record = records[i];
            if (
                record.Position != position + 1
                || !record.PreviousHash.AsSpan().SequenceEqual(hash)
                || (!record.IsSetAside && !record.Hash.AsSpan().SequenceEqual(EventHash.Compute(hash, record)))
            )
            {
                throw new LogMismatchException(position, record.Position);
            }

            events[i] = record.IsSetAside ? (record, null) : Open(record);
            (position, hash) = (record.Position, record.Hash);
        }

        return new(after, afterHash, records, events);
    }

    private static (EventRecord, IEvent?) Open(EventRecord record)
    {
        try
        {
            return EventSealing.Open(record);
        }
        catch (Exception fault) when (fault is NotSupportedException or System.Text.Json.JsonException)
        {
            throw new EventNotAppliedException(record.Position, record.Type, fault);
        }
    }
}

/// <summary>
/// Thrown when the log does not continue from the read model's checkpoint: it was restored from a backup, forked or
/// damaged.
/// </summary>
internal sealed class LogMismatchException(long checkpoint, long position)
    : Exception(
        $"The read model stands at position {checkpoint}, but the log's next event, {position}, does not "
            + "continue from there."
    );
