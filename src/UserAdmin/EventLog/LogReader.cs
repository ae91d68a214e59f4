using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>Reads the log forward, on a connection of its own.</summary>
/// <param name="connection">Open; disposed with the reader.</param>
/// <param name="asStored">Whether events that were set aside are read like the others: for checking, not for taking
/// in.</param>
internal sealed class LogReader(DbConnection connection, bool asStored = false) : IDisposable
{
    private readonly DbConnection _connection = connection;
    private DbCommand? _after;
    private HashSet<long>? _setAside = asStored ? [] : null;

    /// <param name="store">Where the log is.</param>
    public LogReader(IWriteStore store)
        : this(store.OpenConnection()) { }

    /// <summary>Positions of the events that were set aside, as of when they were last looked up.</summary>
    public IReadOnlySet<long> SetAside => _setAside ??= ReadSetAside();

    /// <summary>The next events after a position, in order; empty at the end.</summary>
    public List<EventRecord> Read(long after, int take)
    {
        var setAside = SetAside;
        _after ??= EventLogSql.After(_connection, after, take);
        (_after.Parameters[0].Value, _after.Parameters[1].Value) = (after, take);
        using var reader = _after.ExecuteReader();
        var records = new List<EventRecord>();
        while (reader.Read())
        {
            records.Add(
                setAside.Count > 0 && setAside.Contains(reader.GetInt64(0))
                    ? EventLogSql.ReadSetAside(reader)
                    : EventLogSql.Read(reader)
            );
        }

        return records;
    }

    /// <summary>Looks up again which events were set aside.</summary>
    /// <returns>Whether one was that was not before.</returns>
    public bool LookForSetAside()
    {
        var before = _setAside?.Count ?? 0;
        _setAside = ReadSetAside();
        return _setAside.Count > before;
    }

    /// <summary>Batch after batch up to the log's end, checked and decoded as it is asked for.</summary>
    /// <param name="after">Position of the event before the first.</param>
    /// <param name="afterHash">Its hash.</param>
    /// <param name="take">Most events in a batch.</param>
    /// <param name="aloneAfter">Position after which each event comes alone.</param>
    /// <exception cref="LogMismatchException">The log does not continue from there, or was damaged.</exception>
    /// <exception cref="UnreadableEventException">An event is of no known shape.</exception>
    public IEnumerable<DecodedEvents> Batches(long after, byte[] afterHash, int take, long aloneAfter = long.MaxValue)
    {
        while (Read(after, after >= aloneAfter ? 1 : take) is { Count: > 0 } records)
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

    /// <summary>Type of the event at a position, for a person: empty where there is none or it is no text.</summary>
    public string TypeAt(long position)
    {
        using var command = _connection.Command(
            null,
            "SELECT \"Type\" FROM \"EventLog\" WHERE \"Position\" = @position",
            ("@position", position)
        );
        return command.ExecuteScalar() as string ?? "";
    }

    /// <summary>
    /// Hash of the event at a position, <see cref="EventHash.Genesis"/> at 0, or null where there is none.
    /// </summary>
    public byte[]? HashAt(long position)
    {
        if (position == 0)
        {
            return EventHash.Genesis;
        }

        using var command = _connection.Command(
            null,
            "SELECT \"Hash\" FROM \"EventLog\" WHERE \"Position\" = @position",
            ("@position", position)
        );
        return command.ExecuteScalar() as byte[];
    }

    /// <summary>
    /// Mismatches of the log that were recorded in it and that nobody has acknowledged, oldest first.
    /// </summary>
    public IReadOnlyList<LogMismatch> OpenMismatches()
    {
        var acknowledged = Marks<LogMismatchAcknowledged, long>((@event, _) => @event.MismatchPosition).ToHashSet();
        return Marks<LogMismatchFound, LogMismatch>(
                (@event, row) =>
                    new(
                        row.GetInt64(1),
                        new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
                        @event.ExpectedPosition,
                        @event.ExpectedHash,
                        @event.FoundHash,
                        @event.LogEnd
                    )
            )
            .FindAll(found => !acknowledged.Contains(found.Position));
    }

    private HashSet<long> ReadSetAside() => [.. Marks<EventSetAside, long>((@event, _) => @event.EventPosition)];

    private List<T> Marks<TEvent, T>(Func<TEvent, DbDataReader, T> read)
        where TEvent : class, IEvent
    {
        using var command = EventLogSql.Marks(_connection, typeof(TEvent).Name);
        using var reader = command.ExecuteReader();
        var found = new List<T>();
        while (reader.Read())
        {
            try
            {
                found.Add(read(EventCodec.Decode<TEvent>(reader.GetString(0)), reader));
            }
            catch (Exception fault)
                when (fault
                        is System.Text.Json.JsonException
                            or InvalidOperationException
                            or InvalidCastException
                            or FormatException
                )
            {
                // Somebody has changed it. The hash chain tells, and a mark that cannot be read must not keep the
                // program from starting.
            }
        }

        return found;
    }

    public void Dispose()
    {
        _after?.Dispose();
        _connection.Dispose();
    }
}
