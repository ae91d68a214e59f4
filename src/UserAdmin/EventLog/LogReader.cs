using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.EventLog;

/// <summary>Reads the log forward, on its own connection.</summary>
/// <param name="connection">An open connection; disposed with the reader.</param>
/// <param name="layout">Where the tables of its database are.</param>
/// <param name="asStored">Whether set-aside events are read like the others, for checking and not for applying.</param>
internal sealed class LogReader(DbConnection connection, DatabaseLayout layout, bool asStored = false) : IDisposable
{
    private DbCommand? _after;
    private readonly DayKeys _days = new();
    private HashSet<long>? _setAside = asStored ? [] : null;

    /// <param name="store">Where the log is.</param>
    public LogReader(IWriteStore store)
        : this(store.OpenConnection(), store.Layout) { }

    // A server may have closed it, for example because it was restarted.
    private DbConnection Connection
    {
        get
        {
            if (connection.State is not ConnectionState.Open)
            {
                connection.Close();
                connection.Open();
            }

            return connection;
        }
    }

    /// <summary>Positions of the set-aside events, as of the last look-up.</summary>
    public IReadOnlySet<long> SetAside => _setAside ??= ReadSetAside();

    /// <summary>Reads the next events after a position, in order; empty at the end.</summary>
    public List<EventRecord> Read(long after, int take)
    {
        var setAside = SetAside;
        var open = Connection;
        _after ??= EventLogSql.After(open, layout, after, take, withKeys: !asStored);
        (_after.Parameters[0].Value, _after.Parameters[1].Value) = (after, take);
        using var reader = _after.ExecuteReader();
        var records = new List<EventRecord>();
        while (reader.Read())
        {
            if (setAside.Count > 0 && setAside.Contains(reader.GetInt64(0)))
            {
                records.Add(EventLogSql.ReadSetAside(reader));
                continue;
            }

            var record = EventLogSql.Read(reader);
            if (record.Version == EventSealing.Version && !asStored)
            {
                record.Keys = _days.With(record, EventLogSql.ReadKeys(reader));
            }

            records.Add(record);
        }

        reader.Dispose();
        _days.Read(open, layout);
        return records;
    }

    /// <summary>Looks up again which events were set aside.</summary>
    /// <returns>True if another event was set aside since the last look-up.</returns>
    public bool LookForSetAside()
    {
        var before = _setAside?.Count ?? 0;
        _setAside = ReadSetAside();
        return _setAside.Count > before;
    }

    /// <summary>Enumerates the log in batches up to its end. Each batch is checked and decoded on demand.</summary>
    /// <param name="after">Position of the event before the first.</param>
    /// <param name="afterHash">Its hash.</param>
    /// <param name="take">Maximum number of events in a batch.</param>
    /// <param name="aloneAfter">Position after which each event is a batch of its own.</param>
    /// <exception cref="LogMismatchException">The log does not continue from there, or was damaged.</exception>
    /// <exception cref="UnreadableEventException">An event has an unknown shape.</exception>
    public IEnumerable<DecodedEvents> Batches(long after, byte[] afterHash, int take, long aloneAfter = long.MaxValue)
    {
        for (var isMore = true; isMore; )
        {
            var most = after >= aloneAfter ? 1 : take;
            var records = Read(after, most);
            isMore = records.Count == most;
            if (records.Count > 0)
            {
                var events = DecodedEvents.Of(records, after, afterHash);
                yield return events;
                (after, afterHash) = (events.Last.Position, events.Last.Hash);
            }
        }
    }

    /// <summary>
    /// Returns the position and hash of the last event; 0 and <see cref="EventHash.Genesis"/> for an empty log.
    /// </summary>
    public (long Position, byte[] Hash) Tail()
    {
        using var command = EventLogSql.Tail(Connection, layout, null);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), (byte[])reader.GetValue(1)) : (0, EventHash.Genesis);
    }

    /// <summary>
    /// Returns the type of the event at a position, for display; empty if there is no event or its type is not text.
    /// </summary>
    public string TypeAt(long position)
    {
        using var command = Connection.Command(
            null,
            $"SELECT \"Type\" FROM {layout.Log} WHERE \"Position\" = @position",
            ("@position", position)
        );
        return command.ExecuteScalar() as string ?? "";
    }

    /// <summary>Returns the lowest position before the first event, where none may be; null if there is none.</summary>
    public long? BeforeFirst()
    {
        using var command = Connection.Command(
            null,
            $"SELECT MIN(\"Position\") FROM {layout.Log} WHERE \"Position\" < 1"
        );
        return command.ExecuteScalar() as long?;
    }

    /// <summary>
    /// Returns the hash of the event at a position, <see cref="EventHash.Genesis"/> at 0, or null if there is no event.
    /// </summary>
    public byte[]? HashAt(long position)
    {
        if (position == 0)
        {
            return EventHash.Genesis;
        }

        using var command = Connection.Command(
            null,
            $"SELECT \"Hash\" FROM {layout.Log} WHERE \"Position\" = @position",
            ("@position", position)
        );
        return command.ExecuteScalar() as byte[];
    }

    /// <summary>
    /// Returns what is recorded of the sealing of the log, oldest first: none or one, unless somebody has written more.
    /// </summary>
    public IReadOnlyList<LogSealing> Sealings() =>
        Marks<LogSealed, LogSealing>((@event, row) => new(row.GetInt64(1), @event));

    /// <summary>
    /// Returns the hash that the event at a position had before the log was sealed, or null. The log must have been
    /// sealed; a database of an older version has no table for these.
    /// </summary>
    public byte[]? FormerHashAt(long position)
    {
        using var command = EventLogSql.FormerHash(Connection, layout, position);
        return command.ExecuteScalar() as byte[];
    }

    /// <summary>
    /// Returns whether a hash was that of the event at a position before the log was sealed. Then whoever remembers it
    /// has seen this log, but its texts may have been those of people who are forgotten now.
    /// </summary>
    public bool HadFormerly(long position, ReadOnlySpan<byte> hash) =>
        Sealings() is [.., var sealing]
        && position <= sealing.Event.HeadPosition
        && FormerHashAt(position) is { } former
        && hash.SequenceEqual(former);

    /// <summary>
    /// Returns SHA-256 over the hashes from before the log was sealed, as lower-case hex, if there is one for each
    /// event up to a position and no other; otherwise null.
    /// </summary>
    /// <param name="until">The position.</param>
    public string? FormerDigest(long until)
    {
        using var command = EventLogSql.FormerHashes(Connection, layout, null);
        return FormerDigest(command, until);
    }

    /// <inheritdoc cref="FormerDigest(long)"/>
    /// <param name="command">The query for the hashes.</param>
    /// <param name="until">The position.</param>
    internal static string? FormerDigest(DbCommand command, long until)
    {
        command.CommandTimeout = 0;
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = command.ExecuteReader();
        var position = 0L;
        while (reader.Read())
        {
            if (reader.GetInt64(0) != ++position || reader.GetValue(1) is not byte[] hash)
            {
                return null;
            }

            digest.AppendData(hash);
        }

        return position == until ? Convert.ToHexStringLower(digest.GetHashAndReset()) : null;
    }

    /// <summary>Returns the recorded mismatches of the log that nobody has acknowledged, oldest first.</summary>
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

    /// <summary>Returns the signatures of the head that were recorded after a position, oldest first.</summary>
    /// <param name="after">The position; 0 for all.</param>
    public IReadOnlyList<SignedHead> SignedHeads(long after = 0)
    {
        using var command = EventLogSql.SignedHeads(Connection, layout, after);
        return Read(command, SignedHeadOf);
    }

    /// <summary>Returns the last signature of the head, or null if there is none.</summary>
    public SignedHead? LastSignedHead()
    {
        using var command = EventLogSql.LastSignedHead(Connection, layout);
        return Read(command, SignedHeadOf).SingleOrDefault();
    }

    private static SignedHead SignedHeadOf(DbDataReader row) =>
        new(row.GetInt64(1), EventCodec.Decode<LogHeadSigned>(row.GetString(0)));

    private HashSet<long> ReadSetAside() => [.. Marks<EventSetAside, long>((@event, _) => @event.EventPosition)];

    private List<T> Marks<TEvent, T>(Func<TEvent, DbDataReader, T> read)
        where TEvent : class, IEvent
    {
        using var command = EventLogSql.Marks(Connection, layout, typeof(TEvent).Name);
        return Read(command, row => read(EventCodec.Decode<TEvent>(row.GetString(0)), row));
    }

    private static List<T> Read<T>(DbCommand command, Func<DbDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var found = new List<T>();
        while (reader.Read())
        {
            try
            {
                found.Add(read(reader));
            }
            catch (Exception fault)
                when (fault
                        is System.Text.Json.JsonException
                            or InvalidOperationException
                            or InvalidCastException
                            or FormatException
                )
            {
                // The event was tampered with. The hash chain reveals that, and an unreadable event about the log must
                // not keep the program from starting.
            }
        }

        return found;
    }

    public void Dispose()
    {
        _after?.Dispose();
        connection.Dispose();
    }
}
