namespace UserAdmin.EventLog;

/// <summary>Events that follow each other without a gap, checked against the hash chain and decoded.</summary>
internal sealed class DecodedEvents
{
    private readonly (EventRecord Record, IEvent? Event)[] _events;

    private DecodedEvents(long after, byte[] afterHash, (EventRecord Record, IEvent? Event)[] events) =>
        (After, AfterHash, _events) = (after, afterHash, events);

    /// <summary>Position before the first.</summary>
    public long After { get; }

    /// <summary>Hash of the event there.</summary>
    public byte[] AfterHash { get; }

    /// <summary>The last of them.</summary>
    public EventRecord Last => _events[^1].Record;

    /// <summary>The events in order; null for one that was set aside.</summary>
    public ReadOnlySpan<(EventRecord Record, IEvent? Event)> All => _events;

    /// <summary>Checks and decodes.</summary>
    /// <param name="records">At least one.</param>
    /// <param name="after">Position of the event before the first.</param>
    /// <param name="afterHash">Its hash.</param>
    /// <exception cref="LogMismatchException">They do not continue from there, or one of them was changed.</exception>
    /// <exception cref="EventNotAppliedException">One of them is of no known shape.</exception>
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

            events[i] = (record, record.IsSetAside ? null : Decode(record));
            (position, hash) = (record.Position, record.Hash);
        }

        return new(after, afterHash, events);
    }

    private static IEvent Decode(EventRecord record)
    {
        try
        {
            return EventCodec.Decode(record);
        }
        catch (Exception fault) when (fault is NotSupportedException or System.Text.Json.JsonException)
        {
            throw new EventNotAppliedException(record.Position, record.Type, fault);
        }
    }
}

/// <summary>
/// The log does not continue where the read model stands: it was restored from a backup or forked, or damaged.
/// </summary>
internal sealed class LogMismatchException(long checkpoint, long position)
    : Exception(
        $"The read model stands at position {checkpoint}, but the log's next event, {position}, does not "
            + "continue from there."
    );
