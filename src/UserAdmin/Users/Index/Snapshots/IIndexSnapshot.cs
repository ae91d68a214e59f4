namespace UserAdmin.Users.Index.Snapshots;

/// <summary>
/// A snapshot of the index that is being written or read. Each part of the index names its values once, and the same
/// method writes them or replaces them by those read, so that the two cannot differ.
/// </summary>
/// <remarks>Reading throws <see cref="DamagedSnapshotException"/> if the file cannot be right.</remarks>
internal interface IIndexSnapshot
{
    /// <summary>Whether values are replaced by those read.</summary>
    bool IsReading { get; }

    /// <summary>Writes or reads a value.</summary>
    void Exchange<T>(ref T value)
        where T : unmanaged;

    /// <summary>Writes or reads an array and its length.</summary>
    void Exchange<T>(ref T[] values)
        where T : unmanaged;

    /// <summary>Writes or reads a text.</summary>
    void Exchange(ref string text);
}

/// <summary>Thrown when a snapshot is damaged. It is then ignored, and the index is loaded from its rows.</summary>
internal sealed class DamagedSnapshotException(string message) : Exception(message);

/// <summary>Writes or reads collections of several values.</summary>
internal static class IndexSnapshotExtensions
{
    /// <summary>Writes or reads a list, item by item.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="items">The items to write; cleared and filled when reading.</param>
    /// <param name="exchange">Writes or reads one item; when reading it gets the default value.</param>
    public static void Exchange<T>(this IIndexSnapshot snapshot, ICollection<T> items, Func<T?, T> exchange)
    {
        var count = items.Count;
        snapshot.Exchange(ref count);
        if (!snapshot.IsReading)
        {
            foreach (var item in items)
            {
                exchange(item);
            }

            return;
        }

        items.Clear();
        for (; count > 0; count--)
        {
            items.Add(exchange(default));
        }
    }
}
