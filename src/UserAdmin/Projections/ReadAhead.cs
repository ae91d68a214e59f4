using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace UserAdmin.Projections;

/// <summary>Reads on one thread and applies on another, so that both can run at the same time.</summary>
internal static class ReadAhead
{
    /// <summary>
    /// Enumerates a sequence on another thread and passes each element, in order, to the caller's thread. A sequence of
    /// one element needs no other thread and gets none.
    /// </summary>
    /// <param name="source">Enumerated on another thread, apart from its first two elements.</param>
    /// <param name="ahead">How many elements may wait to be applied. More of them only cost memory.</param>
    /// <param name="take">Called with each element. If it throws, reading stops and the exception reaches the
    /// caller.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>
    /// An exception of the sequence is thrown after the elements before it were applied. The other thread has ended
    /// when this returns.
    /// </remarks>
    public static void Each<T>(
        IEnumerable<T> source,
        int ahead,
        Action<T> take,
        CancellationToken cancellationToken = default
    )
    {
        using var elements = source.GetEnumerator();
        if (!elements.MoveNext())
        {
            return;
        }

        take(elements.Current);
        if (!elements.MoveNext())
        {
            return;
        }

        using var read = new BlockingCollection<T>(ahead);
        // When the consumer stops, the reading thread must not keep waiting for room.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? fault = null;
        // Not a pool thread: this one blocks while it waits for room, and the pages need the pool.
        var reading = new Thread(() => fault = ReadRest(elements, read, end.Token))
        {
            IsBackground = true,
            Name = "Read ahead",
        };
        reading.Start();
        try
        {
            foreach (var element in read.GetConsumingEnumerable(cancellationToken))
            {
                take(element);
            }
        }
        catch
        {
            end.Cancel();
            throw;
        }
        finally
        {
            reading.Join();
        }

        fault?.Throw();
    }

    private static ExceptionDispatchInfo? ReadRest<T>(
        IEnumerator<T> elements,
        BlockingCollection<T> read,
        CancellationToken end
    )
    {
        try
        {
            do
            {
                read.Add(elements.Current, end);
            } while (elements.MoveNext());

            return null;
        }
        catch (Exception fault)
        {
            // An unhandled exception on a thread would end the program, so the caller's thread rethrows this one.
            return ExceptionDispatchInfo.Capture(fault);
        }
        finally
        {
            read.CompleteAdding();
        }
    }
}
