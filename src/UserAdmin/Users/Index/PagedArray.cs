namespace UserAdmin.Users.Index;

/// <summary>
/// An array in pages. It grows by one page at a time, so nothing is copied while readers wait and no outgrown large
/// array is left for the garbage collector. Unset places read as the default.
/// </summary>
internal sealed class PagedArray<T>
    where T : struct
{
    // A page of 16-byte values stays below the large-object threshold (85,000 bytes), so the collector compacts it.
    // It is a multiple of 64: see From.
    private const int Bits = 12;
    private const int Size = 1 << Bits;

    private T[][] _pages = [];

    /// <summary>The value at a place.</summary>
    public T this[int place] => place >> Bits < _pages.Length ? _pages[place >> Bits][place & (Size - 1)] : default;

    /// <summary>The value at a place, to be changed.</summary>
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
    /// The values from a place to the end of its page: at least 64 of them if the place is a multiple of 64, or none if
    /// there is no such place.
    /// </summary>
    public ReadOnlySpan<T> From(int place) =>
        place >> Bits < _pages.Length ? _pages[place >> Bits].AsSpan(place & (Size - 1)) : default;

    /// <summary>The same with other values.</summary>
    public PagedArray<TOther> Convert<TOther>(Converter<T, TOther> convert)
        where TOther : struct => new() { _pages = Array.ConvertAll(_pages, page => Array.ConvertAll(page, convert)) };
}
