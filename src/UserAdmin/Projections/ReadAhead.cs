using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace UserAdmin.Projections;

/// <summary>
/// Two cores for what is read and then applied: the one half runs on another thread, a little ahead of the other.
/// </summary>
internal static class ReadAhead
{
    /// <summary>Goes through a sequence on another thread and gives each element, in order, to the caller's.</summary>
    /// <param name="source">Enumerated, and disposed, on another thread.</param>
    /// <param name="ahead">How many elements may wait to be applied: what is read too early is only memory.</param>
    /// <param name="take">Given each element. When it fails the reading ends, and the fault is the caller's.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>
    /// A fault of the sequence is thrown after the elements before it were applied. Nothing runs any more when this
    /// returns.
    /// </remarks>
    public static void Each<T>(
        IEnumerable<T> source,
        int ahead,
        Action<T> take,
        CancellationToken cancellationToken = default
    )
    {
        using var read = new BlockingCollection<T>(ahead);
        // Whoever takes no more must not leave the reading side waiting for room.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? fault = null;
        // Not one of the pool: it waits for room, and those belong to the pages.
        var reading = new Thread(() => fault = Read(source, read, end.Token))
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

    private static ExceptionDispatchInfo? Read<T>(
        IEnumerable<T> source,
        BlockingCollection<T> read,
        CancellationToken end
    )
    {
        try
        {
            foreach (var element in source)
            {
                read.Add(element, end);
            }

            return null;
        }
        catch (Exception fault)
        {
            // An exception that leaves a thread ends the program; this one is thrown again where it is waited for.
            return ExceptionDispatchInfo.Capture(fault);
        }
        finally
        {
            read.CompleteAdding();
        }
    }
}
