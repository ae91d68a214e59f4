using UserAdmin.EventLog;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Users.Queries;

namespace UserAdmin.Projections;

/// <summary>
/// Holds the only writer of the read model that queries see and the data that its followers keep in memory, and
/// replaces both together. Only one thread writes at a time.
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

    /// <summary>The checkpoint of the read model in use.</summary>
    public Checkpoint Checkpoint => Writer.Checkpoint;

    private ReadModelWriter Writer =>
        _writer ?? throw new InvalidOperationException("The read model has not been opened.");

    /// <summary>Opens the read model, unless it is open already, and lets the followers load their data.</summary>
    /// <returns>False if the program is shutting down.</returns>
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
    /// <param name="events">The events.</param>
    /// <param name="after">Called with the new position before anyone else may write.</param>
    /// <returns>False if nothing was applied, because the read model was replaced by one that is at another position,
    /// or the program is shutting down.</returns>
    public bool TryApply(DecodedEvents events, Action<long> after)
    {
        lock (_writing)
        {
            if (_isDisposed || Writer.Checkpoint.Position != events.After)
            {
                return false;
            }

            Writer.Apply(events);
            // Before the new position is published: the data in memory is part of the read model.
            Apply(_memories, Writer);
            after(Writer.Checkpoint.Position);
            return true;
        }
    }

    /// <summary>
    /// Marks the read model in use as complete, unless it is already: it has caught up with the log, and other programs
    /// may rely on it.
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

    /// <summary>
    /// Reads the checkpoint and the changed rows again after another process has moved the checkpoint.
    /// </summary>
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

    /// <summary>Applies the remaining events to a newer read model and switches all queries to it.</summary>
    /// <param name="newer">The newer read model; disposed if the switch fails.</param>
    /// <param name="isBuiltHere">Whether it was built by this process and must still be marked complete.</param>
    /// <param name="take">Events applied at a time.</param>
    /// <param name="after">Called with its position before anyone else may write.</param>
    public void Replace(ReadModelWriter newer, bool isBuiltHere, int take, Action<long> after)
    {
        try
        {
            // A separate reader, because the runner's reader belongs to the runner's thread.
            using var log = new LogReader(writeStore);
            // Outside the lock, so that the read model in use keeps following the log while these rows are read.
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
    /// Waits until nobody writes, because a program that failed to start shuts down while its runner is still writing.
    /// A load in progress is aborted.
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
