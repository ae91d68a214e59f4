using System.Data.Common;
using Microsoft.EntityFrameworkCore.Metadata;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>
/// The only writer of a read model. It applies events and moves the checkpoint in the same transaction.
/// </summary>
internal sealed class ReadModelWriter : IReadModelRows, IDisposable
{
    private readonly Dictionary<Type, IRowTable> _tables = [];
    private readonly IModel _model;
    private readonly DbConnection _connection;
    private readonly ProjectionCatalogue _projections;
    private readonly Func<DbException, bool> _isOfTheValue;
    private DbTransaction? _transaction;

    /// <param name="connection">An open connection. The writer owns and disposes it.</param>
    /// <param name="model">EF Core's model of <see cref="ReadContext"/>.</param>
    /// <param name="projections">The projections that apply each event.</param>
    /// <param name="place">Which of the store's two places this is.</param>
    /// <param name="isOfTheValue">Whether an exception was caused by a value to be stored, and not by the disk or
    /// another program.</param>
    public ReadModelWriter(
        DbConnection connection,
        IModel model,
        ProjectionCatalogue projections,
        int place,
        Func<DbException, bool> isOfTheValue
    )
    {
        (_connection, _model, _projections, Place, _isOfTheValue) = (
            connection,
            model,
            projections,
            place,
            isOfTheValue
        );
        Checkpoint = ReadCheckpoint();
    }

    /// <summary>Which of the store's two places this is.</summary>
    public int Place { get; }

    /// <summary>The checkpoint of the read model.</summary>
    public Checkpoint Checkpoint { get; private set; }

    /// <summary>Applies the next events, all or none.</summary>
    /// <param name="events">In order; the first is the one after the checkpoint.</param>
    /// <exception cref="LogMismatchException">The log is not the one this read model was built from.</exception>
    /// <exception cref="CheckpointMovedException">Another process has moved the read model on; read the checkpoint
    /// again.</exception>
    public void Apply(IReadOnlyList<EventRecord> events) =>
        Apply(DecodedEvents.Of(events, Checkpoint.Position, Checkpoint.Hash));

    /// <summary>
    /// Returns whether an exception was caused by a value that one event of the batch stores. Applied alone, that event
    /// is named.
    /// </summary>
    public bool IsOfAnEvent(Exception fault) => fault is DbException database && _isOfTheValue(database);

    /// <summary>Applies the next events, all or none.</summary>
    /// <param name="events">The first is the one after the checkpoint.</param>
    /// <exception cref="LogMismatchException">They do not continue from the checkpoint.</exception>
    /// <exception cref="EventNotAppliedException">One of them cannot be applied.</exception>
    /// <exception cref="CheckpointMovedException">Another process has moved the read model on; read the checkpoint
    /// again.</exception>
    public void Apply(DecodedEvents events)
    {
        if (events.After != Checkpoint.Position || !events.AfterHash.AsSpan().SequenceEqual(Checkpoint.Hash))
        {
            throw new LogMismatchException(Checkpoint.Position, events.After + 1);
        }

        _transaction = _connection.BeginTransaction();
        try
        {
            // This must come first: if two processes follow one log, the later one must notice it before it reads rows
            // that the other has changed.
            MoveCheckpoint(events.Last);
            foreach (var table in _tables.Values)
            {
                table.Begin(_transaction);
            }

            foreach (var (record, @event) in events.All)
            {
                Project(@event, record);
            }

            foreach (var table in _tables.Values)
            {
                table.Flush();
            }

            _transaction.Commit();
        }
        catch (Exception fault) when (events.All.Length == 1 && IsOfAnEvent(fault))
        {
            // The rows of a batch are written together, so the failing event is known only if it was applied alone.
            throw new EventNotAppliedException(events.Last.Position, events.Last.Type, fault);
        }
        finally
        {
            _transaction.Dispose();
            _transaction = null;
        }

        (Checkpoint.Position, Checkpoint.Hash) = (events.Last.Position, events.Last.Hash);
    }

    /// <summary>Marks the read model as complete. From now on it is the one in use.</summary>
    /// <param name="generation">Higher than that of every other complete read model.</param>
    public void Complete(int generation)
    {
        using var command = _connection.Command(
            null,
            "UPDATE \"Checkpoint\" SET \"IsComplete\" = @complete, \"Generation\" = @generation",
            ("@complete", true),
            ("@generation", generation)
        );
        command.ExecuteNonQuery();
        (Checkpoint.IsComplete, Checkpoint.Generation) = (true, generation);
    }

    /// <summary>Reads the checkpoint again, after another process has moved it.</summary>
    public void Refresh() => Checkpoint = ReadCheckpoint();

    /// <summary>
    /// Returns the rows that the last batch read or changed, in their final state; null for rows it removed. They do
    /// not change any more.
    /// </summary>
    public IReadOnlyCollection<(string Key, TRow? Row)> Seen<TRow>()
        where TRow : class, new() =>
        _tables.TryGetValue(typeof(TRow), out var table) ? [.. ((RowTable<TRow>)table).Seen] : [];

    /// <summary>
    /// Reads rows and the checkpoint in one transaction, so that they are consistent even if others write.
    /// </summary>
    /// <param name="read">Reads rows, all of them or by key.</param>
    public void ReadAtOnce(Action<ReadModelWriter> read)
    {
        _transaction = _connection.BeginTransaction();
        try
        {
            foreach (var table in _tables.Values)
            {
                table.Begin(_transaction);
            }

            Checkpoint = ReadCheckpoint();
            read(this);
        }
        finally
        {
            _transaction.Dispose();
            _transaction = null;
        }
    }

    /// <summary>Reads every row of a table.</summary>
    public IEnumerable<TRow> All<TRow>()
        where TRow : class, new() => Table<TRow>().ReadAll();

    /// <summary>Counts the stored rows of a table.</summary>
    public long Count<TRow>()
        where TRow : class, new() => Table<TRow>().Count();

    public TRow? Find<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new() => Table<TRow>().Find(key);

    public TRow Get<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new() =>
        Table<TRow>().Find(key)
        ?? throw new InvalidOperationException(
            $"The read model has no {typeof(TRow).Name} {string.Join(" / ", key!)}."
        );

    public IReadOnlyList<TRow> Where<TRow>(string column, string value)
        where TRow : class, new() => Table<TRow>().Where(column, value);

    public void ChangeEach<TRow>(string column, string value, Action<TRow> change)
        where TRow : class, new() => Table<TRow>().ChangeEach(column, value, change);

    public void Add<TRow>(TRow row)
        where TRow : class, new() => Table<TRow>().Add(row);

    public void Remove<TRow>(TRow row)
        where TRow : class, new() => Table<TRow>().Remove(row);

    public void Dispose()
    {
        foreach (var table in _tables.Values)
        {
            table.Dispose();
        }

        _connection.Dispose();
    }

    private RowTable<TRow> Table<TRow>()
        where TRow : class, new()
    {
        if (!_tables.TryGetValue(typeof(TRow), out var table))
        {
            _tables[typeof(TRow)] = table = new RowTable<TRow>(_model, _connection);
            table.Begin(_transaction!);
        }

        return (RowTable<TRow>)table;
    }

    private void Project(IEvent? @event, EventRecord record)
    {
        try
        {
            if (@event is not null)
            {
                _projections.Apply(@event, record, this);
            }
        }
        catch (Exception fault) when (fault is not DbException)
        {
            throw new EventNotAppliedException(record.Position, record.Type, fault);
        }
    }

    private void MoveCheckpoint(EventRecord last)
    {
        using var command = _connection.Command(
            _transaction,
            "UPDATE \"Checkpoint\" SET \"Position\" = @position, \"Hash\" = @hash WHERE \"Position\" = @from",
            ("@position", last.Position),
            ("@hash", last.Hash),
            ("@from", Checkpoint.Position)
        );
        if (command.ExecuteNonQuery() != 1)
        {
            throw new CheckpointMovedException();
        }
    }

    private Checkpoint ReadCheckpoint()
    {
        using var command = _connection.Command(
            _transaction,
            "SELECT \"Position\", \"Hash\", \"Generation\", \"IsComplete\" FROM \"Checkpoint\""
        );
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new Checkpoint
            {
                Position = reader.GetInt64(0),
                Hash = (byte[])reader.GetValue(1),
                Generation = reader.GetInt32(2),
                IsComplete = reader.GetBoolean(3),
            }
            : throw new InvalidOperationException("The read model has no checkpoint.");
    }
}
