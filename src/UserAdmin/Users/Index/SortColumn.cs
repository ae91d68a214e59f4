using System.Buffers.Binary;

namespace UserAdmin.Users.Index;

/// <summary>The keys of one column, by which users are sorted.</summary>
internal abstract class SortColumn
{
    /// <summary>Order of two users by this column alone.</summary>
    public abstract int Compare(int one, int other);

    /// <summary>Order of a user and a key that was taken from a row that may have changed since.</summary>
    public abstract int Compare(int place, SortKey key);

    /// <summary>The user's key, to go on from later.</summary>
    public abstract SortKey KeyOf(int place);

    /// <summary>
    /// Returns a number for each of some users, in the same order as their keys, for users whose numbers at all
    /// lower depths are equal.
    /// </summary>
    public abstract ulong[] Numbers(ReadOnlySpan<int> places, int depth);

    /// <summary>Whether equal numbers mean equal keys; otherwise the next depth decides.</summary>
    public abstract bool IsDecisive(ulong number);
}

/// <summary>A key of a column, apart from the user it was taken from.</summary>
/// <param name="Number">Moments and numbers.</param>
/// <param name="Text">Texts.</param>
internal readonly record struct SortKey(long Number, string Text);

/// <summary>Order by a field of the texts.</summary>
internal sealed class TextSort(TextColumn texts, int field) : SortColumn
{
    public override int Compare(int one, int other) =>
        texts.Field(one, field).SequenceCompareTo(texts.Field(other, field));

    public override int Compare(int place, SortKey key) =>
        texts.Field(place, field).SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(key.Text));

    public override SortKey KeyOf(int place) => new(0, System.Text.Encoding.UTF8.GetString(texts.Field(place, field)));

    // Eight bytes at a time. No text holds a zero, so one stands for its end.
    public override ulong[] Numbers(ReadOnlySpan<int> places, int depth)
    {
        var numbers = new ulong[places.Length];
        Span<byte> eight = stackalloc byte[8];
        for (var i = 0; i < numbers.Length; i++)
        {
            eight.Clear();
            var text = texts.Field(places[i], field);
            text = text[Math.Min(8 * depth, text.Length)..];
            text[..Math.Min(8, text.Length)].CopyTo(eight);
            numbers[i] = BinaryPrimitives.ReadUInt64BigEndian(eight);
        }

        return numbers;
    }

    public override bool IsDecisive(ulong number) => (byte)number == 0;
}

/// <summary>Order by values that many users share.</summary>
internal sealed class CodeSort(CodeColumn codes) : SortColumn
{
    public override int Compare(int one, int other) =>
        string.CompareOrdinal(codes.Values[codes[one]].Folded, codes.Values[codes[other]].Folded);

    public override int Compare(int place, SortKey key) =>
        string.CompareOrdinal(codes.Values[codes[place]].Folded, key.Text);

    public override SortKey KeyOf(int place) => new(0, codes.Values[codes[place]].Folded);

    public override bool IsDecisive(ulong number) => true;

    public override ulong[] Numbers(ReadOnlySpan<int> places, int depth)
    {
        var (ranks, numbers) = (codes.Ranks(), new ulong[places.Length]);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (ulong)ranks[codes[places[i]]];
        }

        return numbers;
    }
}

/// <summary>Order by moments or small numbers.</summary>
internal sealed class NumberSort(Func<int, long> number) : SortColumn
{
    public override int Compare(int one, int other) => number(one).CompareTo(number(other));

    public override int Compare(int place, SortKey key) => number(place).CompareTo(key.Number);

    public override SortKey KeyOf(int place) => new(number(place), "");

    public override bool IsDecisive(ulong number) => true;

    public override ulong[] Numbers(ReadOnlySpan<int> places, int depth)
    {
        var numbers = new ulong[places.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (ulong)number(places[i]);
        }

        return numbers;
    }
}

/// <summary>Order by the key of the account alone: the last resort of all the others.</summary>
internal sealed class KeySort(KeyColumn keys) : SortColumn
{
    public override int Compare(int one, int other) => keys.Compare(one, other);

    public override int Compare(int place, SortKey key) => keys.Compare(place, key.Text);

    public override SortKey KeyOf(int place) => new(0, keys[place]);

    public override ulong[] Numbers(ReadOnlySpan<int> places, int depth)
    {
        var numbers = new ulong[places.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = keys.NumberOf(places[i], depth);
        }

        return numbers;
    }

    // Keys that are no UUID are few; they are compared as texts.
    public override bool IsDecisive(ulong number) => false;
}
