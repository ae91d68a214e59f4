using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Users.Index;

/// <summary>
/// An array that is allocated in pages. It grows by one page at a time, so growing copies no values while readers wait
/// and leaves no outgrown large array for the garbage collector. Places that were never set read as the default value.
/// </summary>
internal sealed class PagedArray<T>
    where T : unmanaged
{
    // A page of 16-byte values stays below the large-object threshold (85,000 bytes), so that the garbage collector
    // compacts it. The size must be a multiple of 64: see From.
    private const int Bits = 12;
    private const int Size = 1 << Bits;

    private T[][] _pages = [];

    /// <summary>The value at a place.</summary>
    public T this[int place] => place >> Bits < _pages.Length ? _pages[place >> Bits][place & (Size - 1)] : default;

    /// <summary>Returns a reference to the value at a place, allocating its page if necessary.</summary>
    public ref T At(int place)
    {
        var count = _pages.Length;
        if (place >> Bits >= count)
        {
            Array.Resize(ref _pages, (place >> Bits) + 1);
            for (; count < _pages.Length; count++)
            {
                _pages[count] = new T[Size];
            }
        }

        return ref _pages[place >> Bits][place & (Size - 1)];
    }

    /// <summary>
    /// Returns the values from a place to the end of its page: at least 64 if the place is a multiple of 64, or none if
    /// the page was not allocated.
    /// </summary>
    public ReadOnlySpan<T> From(int place) =>
        place >> Bits < _pages.Length ? _pages[place >> Bits].AsSpan(place & (Size - 1)) : default;

    /// <summary>Writes the values into a snapshot, or reads them from there.</summary>
    /// <exception cref="DamagedSnapshotException">A page has another size.</exception>
    public void Exchange(IIndexSnapshot snapshot)
    {
        var pages = _pages.ToList();
        snapshot.Exchange(
            pages,
            page =>
            {
                page ??= [];
                snapshot.Exchange(ref page);
                return page.Length == Size ? page : throw new DamagedSnapshotException("A page has another size.");
            }
        );
        _pages = [.. pages];
    }

    /// <summary>Returns an array with every value converted.</summary>
    public PagedArray<TOther> Convert<TOther>(Converter<T, TOther> convert)
        where TOther : unmanaged =>
        new() { _pages = Array.ConvertAll(_pages, page => Array.ConvertAll(page, convert)) };
}
