using UserAdmin.EventLog;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Users.Queries;

namespace UserAdmin.Projections;

/// <summary>
/// The one writer of the read model that queries see, what its followers keep of it in memory, and the replacement of
/// both by newer ones. One thread at a time.
/// </summary>
internal sealed class ReadModelInUse(
    IReadStore readStore,
    IWriteStore writeStore,
    IEnumerable<IReadModelFollower> followers
) : IDisposable
{
    private readonly Lock _writing = new();
    private ReadModelWriter? _writer;
    private IReadModelMemory[] _memories = [];
    private volatile bool _isDisposed;

    /// <summary>Where the read model in use stands.</summary>
    public Checkpoint Checkpoint => Writer.Checkpoint;

    private ReadModelWriter Writer =>
        _writer ?? throw new InvalidOperationException("The read model has not been opened.");

    /// <summary>Opens it, if nobody has, and lets the followers load.</summary>
    /// <returns>False when the program has ended meanwhile.</returns>
    public bool Open()
    {
        lock (_writing)
        {
            if (_writer is null && !_isDisposed)
            {
                var writer = readStore.OpenWriter();
                try
                {
                    Use(Load(writer));
                    _writer = writer;
                }
                catch (ObjectDisposedException) when (_isDisposed)
                {
                    writer.Dispose();
                }
                catch
                {
                    writer.Dispose();
                    throw;
                }
            }

            return !_isDisposed;
        }
    }

    /// <summary>Applies the next events, all or none.</summary>
    /// <param name="read">Reads events after a position. Called by the one thread that follows.</param>
    /// <param name="after">Told the events and the position they lead to, before anyone else may write.</param>
    /// <returns>The events; empty at the end of the log.</returns>
    public List<EventRecord> ApplyNext(Func<long, List<EventRecord>> read, Action<long> after)
    {
        lock (_writing)
        {
            var events = _isDisposed ? [] : read(Writer.Checkpoint.Position);
            if (events.Count > 0)
            {
                Writer.Apply(events);
                // Before anybody is told that the read model stands there: the lists are part of it.
                Apply(_memories, Writer);
                after(Writer.Checkpoint.Position);
            }

            return events;
        }
    }

    /// <summary>
    /// Declares the read model in use complete, unless it is: it has caught up with the log, and other programs may rely
    /// on it.
    /// </summary>
    public void Complete()
    {
        lock (_writing)
        {
            if (!_isDisposed && !Writer.Checkpoint.IsComplete)
            {
                Writer.Complete(Writer.Checkpoint.Generation);
            }
        }
    }

    /// <summary>Reads the checkpoint again, after another process has moved it, and what it has changed.</summary>
    public void Refresh()
    {
        lock (_writing)
        {
            using var log = new LogReader(writeStore);
            Writer.ReadAtOnce(rows =>
            {
                if (!_memories.All(memory => memory.TryRefresh(rows, log)))
                {
                    Use(LoadRows(rows));
                }
            });
        }
    }

    /// <summary>
    /// Brings a read model to the log's end while nobody else follows it, then lets all queries go there.
    /// </summary>
    /// <param name="newer">The read model; disposed when it cannot be put to use.</param>
    /// <param name="isBuiltHere">Whether it still has to be declared complete.</param>
    /// <param name="take">Events applied at a time.</param>
    /// <param name="after">Told the position it stands at, before anyone else may write.</param>
    public void Replace(ReadModelWriter newer, bool isBuiltHere, int take, Action<long> after)
    {
        try
        {
            // A reader of its own: the runner's belongs to the runner's thread.
            using var log = new LogReader(writeStore);
            // Before the lock: the one in use goes on being followed while the rows of this one are read.
            var memories = Load(newer);
            lock (_writing)
            {
                while (ReadModelRebuild.CatchUp(newer, log, take) > 0)
                {
                    Apply(memories, newer);
                }

                if (isBuiltHere)
                {
                    newer.Complete(Writer.Checkpoint.Generation + 1);
                }

                readStore.Use(newer);
                (var old, _writer) = (_writer, newer);
                Use(memories);
                after(newer.Checkpoint.Position);
                old!.Dispose();
            }
        }
        catch
        {
            if (_writer != newer)
            {
                newer.Dispose();
            }

            throw;
        }
    }

    /// <summary>
    /// Waits until nobody writes: a program that could not start ends while its runner still does. Whoever loads gives
    /// up.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        lock (_writing)
        {
            _writer?.Dispose();
        }
    }

    private IReadModelMemory[] Load(ReadModelWriter writer)
    {
        IReadModelMemory[] memories = [];
        writer.ReadAtOnce(rows => memories = LoadRows(rows));
        return memories;
    }

    private IReadModelMemory[] LoadRows(ReadModelWriter rows) =>
        [
            .. followers.Select(follower =>
                follower.Load(rows, () => ObjectDisposedException.ThrowIf(_isDisposed, this))
            ),
        ];

    private void Use(IReadModelMemory[] memories)
    {
        _memories = memories;
        foreach (var (follower, memory) in followers.Zip(memories))
        {
            follower.Use(memory);
        }
    }

    private static void Apply(IReadModelMemory[] memories, ReadModelWriter rows)
    {
        foreach (var memory in memories)
        {
            memory.Apply(rows);
        }
    }
}
