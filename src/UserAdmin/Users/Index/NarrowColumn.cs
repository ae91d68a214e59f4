using System.Numerics;

namespace UserAdmin.Users.Index;

/// <summary>A small number for each user, in as many bytes as the highest of them takes: one, two or four.</summary>
internal sealed class NarrowColumn
{
    private byte[] _bytes = [];
    // Only the widest that was needed is there.
    private ushort[]? _shorts;
    private int[]? _integers;

    private int Length => _integers?.Length ?? _shorts?.Length ?? _bytes.Length;

    /// <summary>The number at a place; 0 where none was stored.</summary>
    public int this[int place] =>
        place >= Length ? 0 : _integers is not null ? _integers[place] : _shorts is not null ? _shorts[place] : _bytes[place];

    /// <summary>Room for one more column of places than there is, without half of it standing empty for a million users.</summary>
    public static void Reserve<T>(ref T[] column, int places)
    {
        if (places > column.Length)
        {
            Array.Resize(ref column, Math.Max(places, Math.Max(1024, column.Length + (column.Length >> (column.Length < 100_000 ? 1 : 3)))));
        }
    }

    /// <summary>Stores a number, 0 or more; true when it was another before.</summary>
    public bool Set(int place, int number)
    {
        Widen(number);
        var before = this[place];
        if (_integers is not null)
        {
            Reserve(ref _integers, place + 1);
            _integers[place] = number;
        }
        else if (_shorts is not null)
        {
            Reserve(ref _shorts, place + 1);
            _shorts[place] = (ushort)number;
        }
        else
        {
            Reserve(ref _bytes, place + 1);
            _bytes[place] = (byte)number;
        }

        return before != number;
    }

    /// <summary>Those of some users whose number is accepted.</summary>
    /// <param name="accepted">1 for each number that is, 0 for each that is not.</param>
    /// <param name="among">The users.</param>
    public BitSet Where(ulong[] accepted, BitSet among) =>
        _integers is not null ? Where(_integers, accepted, among) : _shorts is not null ? Where(_shorts, accepted, among) : Where(_bytes, accepted, among);

    private static BitSet Where<T>(T[] column, ulong[] accepted, BitSet among)
        where T : IBinaryInteger<T> => among.WhereAll(start =>
        {
            var passed = 0UL;
            var numbers = column.AsSpan(Math.Min(start, column.Length));
            for (var i = Math.Min(numbers.Length, 64) - 1; i >= 0; i--)
            {
                passed = (passed << 1) | accepted[int.CreateTruncating(numbers[i])];
            }

            return passed;
        });

    private void Widen(int number)
    {
        if (number > ushort.MaxValue && _integers is null)
        {
            _integers = _shorts is not null ? Array.ConvertAll(_shorts, other => (int)other) : Array.ConvertAll(_bytes, other => (int)other);
            (_bytes, _shorts) = ([], null);
        }
        else if (number > byte.MaxValue && _integers is null && _shorts is null)
        {
            _shorts = Array.ConvertAll(_bytes, other => (ushort)other);
            _bytes = [];
        }
    }
}
