using System.Numerics;
using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Users.Index;

/// <summary>
/// A small number for each user, stored in as many bytes as the highest number needs: one, two or four.
/// </summary>
internal sealed class NarrowColumn
{
    // Only one of these is not null: the narrowest that holds all numbers.
    private PagedArray<byte>? _bytes = new();
    private PagedArray<ushort>? _shorts;
    private PagedArray<int>? _integers;

    /// <summary>The number at a place; 0 if none was stored.</summary>
    public int this[int place] =>
        _bytes is not null ? _bytes[place]
        : _shorts is not null ? _shorts[place]
        : _integers![place];

    /// <summary>Stores a number, 0 or more. Returns true if it changed.</summary>
    public bool Set(int place, int number)
    {
        Widen(number);
        var before = this[place];
        if (_bytes is not null)
        {
            _bytes.At(place) = (byte)number;
        }
        else if (_shorts is not null)
        {
            _shorts.At(place) = (ushort)number;
        }
        else
        {
            _integers!.At(place) = number;
        }

        return before != number;
    }

    /// <summary>Returns the users among <paramref name="among"/> whose number is accepted.</summary>
    /// <param name="accepted">Indexed by number: 1 for a number that is accepted, 0 for one that is not.</param>
    /// <param name="among">The users to test.</param>
    public BitSet Where(ulong[] accepted, BitSet among) =>
        _bytes is not null ? Where(_bytes, accepted, among)
        : _shorts is not null ? Where(_shorts, accepted, among)
        : Where(_integers!, accepted, among);

    /// <summary>Writes the numbers into a snapshot, or reads them from there.</summary>
    public void Exchange(IIndexSnapshot snapshot)
    {
        var size =
            _bytes is not null ? sizeof(byte)
            : _shorts is not null ? sizeof(ushort)
            : sizeof(int);
        snapshot.Exchange(ref size);
        (_bytes, _shorts, _integers) = (
            size == sizeof(byte) ? _bytes ?? new() : null,
            size == sizeof(ushort) ? _shorts ?? new() : null,
            size == sizeof(int) ? _integers ?? new() : null
        );
        _bytes?.Exchange(snapshot);
        _shorts?.Exchange(snapshot);
        _integers?.Exchange(snapshot);
    }

    private static BitSet Where<T>(PagedArray<T> column, ulong[] accepted, BitSet among)
        where T : unmanaged, IBinaryInteger<T> =>
        among.WhereAll(start =>
        {
            var passed = 0UL;
            var numbers = column.From(start);
            for (var i = Math.Min(numbers.Length, 64) - 1; i >= 0; i--)
            {
                passed = (passed << 1) | accepted[int.CreateTruncating(numbers[i])];
            }

            return passed;
        });

    private void Widen(int number)
    {
        if (_bytes is not null && number > byte.MaxValue)
        {
            (_shorts, _bytes) = (_bytes.Convert(other => (ushort)other), null);
        }

        if (_shorts is not null && number > ushort.MaxValue)
        {
            (_integers, _shorts) = (_shorts.Convert(other => (int)other), null);
        }
    }
}
