using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>The one writer of the read model that queries see, and its replacement by a newer one. One thread at a time.</summary>
internal sealed class ReadModelInUse(IReadStore readStore, IWriteStore writeStore) : IDisposable
{
    private readonly Lock _writing = new();
    private ReadModelWriter? _writer;

    /// <summary>Where the read model in use stands.</summary>
    public Checkpoint Checkpoint => Writer.Checkpoint;

    private ReadModelWriter Writer => _writer ?? throw new InvalidOperationException("The read model has not been opened.");

    public void Open()
    {
        lock (_writing)
        {
            _writer ??= readStore.OpenWriter();
        }
    }

    /// <summary>Takes in the next events, all or none.</summary>
    /// <param name="read">Reads events after a position. Called by the one thread that follows.</param>
    /// <param name="after">Told the events and the position they lead to, before anyone else may write.</param>
    /// <returns>The events; empty at the end of the log.</returns>
    public List<EventRecord> TakeIn(Func<long, List<EventRecord>> read, Action<long> after)
    {
        lock (_writing)
        {
            var events = read(Writer.Checkpoint.Position);
            if (events.Count > 0)
            {
                Writer.Apply(events);
                after(Writer.Checkpoint.Position);
            }

            return events;
        }
    }

    /// <summary>Reads the checkpoint again, after another process has moved it.</summary>
    public void Refresh()
    {
        lock (_writing)
        {
            Writer.Refresh();
        }
    }

    /// <summary>Brings a read model to the log's end while nobody else follows it, then lets all queries go there.</summary>
    /// <param name="newer">The read model; disposed when it cannot be put to use.</param>
    /// <param name="isBuiltHere">Whether it still has to be declared complete.</param>
    /// <param name="take">Events taken in at a time.</param>
    /// <param name="after">Told the position it stands at, before anyone else may write.</param>
    public void Replace(ReadModelWriter newer, bool isBuiltHere, int take, Action<long> after)
    {
        try
        {
            // A reader of its own: the runner's belongs to the runner's thread.
            using var log = new LogReader(writeStore);
            lock (_writing)
            {
                while (ReadModelRebuild.CatchUp(newer, log, take) > 0)
                {
                }

                if (isBuiltHere)
                {
                    newer.Complete(Writer.Checkpoint.Generation + 1);
                }

                readStore.Use(newer);
                (var old, _writer) = (_writer, newer);
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

    public void Dispose() => _writer?.Dispose();
}
