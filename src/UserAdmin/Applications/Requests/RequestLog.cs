namespace UserAdmin.Applications.Requests;

/// <summary>
/// Takes note of requests of applications until they are stored. However many there are, at most
/// <see cref="Kept"/> of each application wait, so a busy application costs no more than that every few seconds.
/// </summary>
public sealed class RequestLog
{
    /// <summary>How many requests of each application are kept.</summary>
    public const int Kept = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Func<ApplicationRequest>>> _waiting = [];

    /// <summary>Takes note of a request.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="request">Makes the entry. It is called later, outside the request, and only if the entry is
    /// kept.</param>
    public void Add(string applicationId, Func<ApplicationRequest> request)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(applicationId, out var queue))
            {
                _waiting[applicationId] = queue = new();
            }

            queue.Enqueue(request);
            if (queue.Count > Kept)
            {
                queue.Dequeue();
            }
        }
    }

    // One that cannot be written must not take the others along.
    private static ApplicationRequest? Made(Func<ApplicationRequest> make)
    {
        try
        {
            return make();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Returns and forgets what waits, the oldest first within each application.</summary>
    internal IReadOnlyList<ApplicationRequest> Take()
    {
        List<Func<ApplicationRequest>> taken;
        lock (_lock)
        {
            taken = [.. _waiting.Values.SelectMany(queue => queue)];
            _waiting.Clear();
        }

        return [.. taken.Select(Made).OfType<ApplicationRequest>()];
    }
}
