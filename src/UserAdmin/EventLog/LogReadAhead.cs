using System.Collections.Concurrent;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>
/// Reads the log up to its end ahead of whoever takes it in: reading, checking the chain and decoding keep one core busy
/// for about as long as writing rows keeps another.
/// </summary>
/// <param name="store">Where the log is; it is read on a connection of this reader's own.</param>
/// <param name="take">Events to a batch.</param>
internal sealed class LogReadAhead(IWriteStore store, int take)
{
    // What is read too early is only memory: 3 batches in flight are enough that neither side waits long.
    private const int Ahead = 2;

    /// <summary>Reads batch after batch until the log ends.</summary>
    /// <param name="after">Position of the event before the first.</param>
    /// <param name="afterHash">Its hash.</param>
    /// <param name="takeIn">Given each batch in order, on the caller's thread.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LogMismatchException">The log does not continue from there, or was damaged; all before the batch in question was taken in.</exception>
    /// <exception cref="UnreadableEventException">An event is of no known shape; all before its batch was taken in.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public void Read(long after, byte[] afterHash, Action<DecodedEvents> takeIn, CancellationToken cancellationToken)
    {
        using var batches = new BlockingCollection<DecodedEvents>(Ahead);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ReadInto(batches, after, afterHash, given.Token), CancellationToken.None);
        try
        {
            foreach (var batch in batches.GetConsumingEnumerable(cancellationToken))
            {
                takeIn(batch);
            }
        }
        catch
        {
            given.Cancel();
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
            throw;
        }

#pragma warning disable VSTHRD002 // It has ended: nobody waits, but its fault is heard.
        reading.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private void ReadInto(BlockingCollection<DecodedEvents> batches, long after, byte[] afterHash, CancellationToken cancellationToken)
    {
        try
        {
            using var log = new LogReader(store);
            while (log.Read(after, take) is { Count: > 0 } records)
            {
                var events = DecodedEvents.Of(records, after, afterHash);
                (after, afterHash) = (events.Last.Position, events.Last.Hash);
                batches.Add(events, cancellationToken);
            }
        }
        finally
        {
            batches.CompleteAdding();
        }
    }
}
