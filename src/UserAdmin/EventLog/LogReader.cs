using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>Reads the log forward, on a connection of its own.</summary>
internal sealed class LogReader(IWriteStore store) : IDisposable
{
    private readonly DbConnection _connection = store.OpenConnection();
    private DbCommand? _after;

    /// <summary>The next events after a position, in order; empty at the end.</summary>
    public List<EventRecord> Read(long after, int take)
    {
        _after ??= EventLogSql.After(_connection, after, take);
        (_after.Parameters[0].Value, _after.Parameters[1].Value) = (after, take);
        using var reader = _after.ExecuteReader();
        var records = new List<EventRecord>();
        while (reader.Read())
        {
            records.Add(EventLogSql.Read(reader));
        }

        return records;
    }

    /// <summary>Batch after batch up to the log's end, checked and decoded as it is asked for.</summary>
    /// <param name="after">Position of the event before the first.</param>
    /// <param name="afterHash">Its hash.</param>
    /// <param name="take">Most events in a batch.</param>
    /// <exception cref="LogMismatchException">The log does not continue from there, or was damaged.</exception>
    /// <exception cref="UnreadableEventException">An event is of no known shape.</exception>
    public IEnumerable<DecodedEvents> Batches(long after, byte[] afterHash, int take)
    {
        while (Read(after, take) is { Count: > 0 } records)
        {
            var events = DecodedEvents.Of(records, after, afterHash);
            yield return events;
            (after, afterHash) = (events.Last.Position, events.Last.Hash);
        }
    }

    /// <summary>Position and hash of the last event; 0 and <see cref="EventHash.Genesis"/> for an empty log.</summary>
    public (long Position, byte[] Hash) Tail()
    {
        using var command = EventLogSql.Tail(_connection, null);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), (byte[])reader.GetValue(1)) : (0, EventHash.Genesis);
    }

    /// <summary>Hash of the event at a position, <see cref="EventHash.Genesis"/> at 0, or null where there is none.</summary>
    public byte[]? HashAt(long position)
    {
        if (position == 0)
        {
            return EventHash.Genesis;
        }

        using var command = _connection.Command(null, "SELECT \"Hash\" FROM \"EventLog\" WHERE \"Position\" = @position", ("@position", position));
        return command.ExecuteScalar() as byte[];
    }

    public void Dispose()
    {
        _after?.Dispose();
        _connection.Dispose();
    }
}
