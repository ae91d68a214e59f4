using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Users.Index;

/// <summary>
/// A column of numbers with the precision of a <see cref="double"/>, or none: eight bytes per user. Each number is
/// stored as a positive integer that sorts like it.
/// </summary>
internal sealed class NumberColumn
{
    private readonly PagedArray<long> _numbers = new();

    /// <summary>An integer that sorts like the number; 0 means none.</summary>
    public long this[int place] => _numbers[place];

    /// <summary>Returns the integer that sorts like a number.</summary>
    public static long Sortable(decimal number)
    {
        var bits = BitConverter.DoubleToInt64Bits((double)number);
        // Of negative numbers, those with larger bits are smaller. The last bit makes room for “none”.
        var ordered = bits < 0 ? ~(ulong)bits : (ulong)bits | (1UL << 63);
        return Math.Max(1, (long)(ordered >> 1));
    }

    /// <summary>Stores a number. Returns true if it changed.</summary>
    public bool Set(int place, decimal? number)
    {
        ref var stored = ref _numbers.At(place);
        (var before, stored) = (stored, number is { } some ? Sortable(some) : 0);
        return before != stored;
    }

    /// <summary>Writes the numbers into a snapshot, or reads them from there.</summary>
    public void Exchange(IIndexSnapshot snapshot) => _numbers.Exchange(snapshot);
}
