using System.Buffers.Binary;

namespace UserAdmin.Users.Index;

/// <summary>The sort keys of one column.</summary>
internal abstract class SortColumn
{
    /// <summary>Compares two users by this column alone.</summary>
    public abstract int Compare(int one, int other);

    /// <summary>Compares a user with a key that was taken earlier from a row, which may have changed since.</summary>
    public abstract int Compare(int place, SortKey key);

    /// <summary>
    /// Returns whether the user has a value in this column. Those without one come before all others, because their key
    /// is 0 or an empty text.
    /// </summary>
    public abstract bool HasValue(int place);

    /// <summary>Returns the user's key, so that a list can be continued from it later.</summary>
    public abstract SortKey KeyOf(int place);

    /// <summary>
    /// Returns a number for each user; the numbers sort in the same order as the users' keys. The users must have equal
    /// numbers at all lower depths.
    /// </summary>
    public abstract ulong[] Numbers(ReadOnlySpan<int> places, int depth);

    /// <summary>
    /// Returns true if equal numbers mean equal keys; otherwise the numbers of the next depth have to be compared.
    /// </summary>
    public abstract bool IsDecisive(ulong number);
}

/// <summary>A copy of a sort key.</summary>
/// <param name="Number">The key if the column holds times or numbers.</param>
/// <param name="Text">The key if the column holds texts.</param>
internal readonly record struct SortKey(long Number, string Text);

/// <summary>Sorts by a text field.</summary>
internal sealed class TextSort(TextColumn texts, int field) : SortColumn
{
    public override int Compare(int one, int other) =>
        texts.Field(one, field).SequenceCompareTo(texts.Field(other, field));

    public override int Compare(int place, SortKey key) =>
        texts.Field(place, field).SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(key.Text));

    public override bool HasValue(int place) => texts.Field(place, field).Length > 0;

    public override SortKey KeyOf(int place) => new(0, System.Text.Encoding.UTF8.GetString(texts.Field(place, field)));

    // Compares eight bytes at a time. No text contains a zero byte, so a zero marks the end of the text.
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

/// <summary>Sorts by values that many users share.</summary>
internal sealed class CodeSort(CodeColumn codes) : SortColumn
{
    public override int Compare(int one, int other) =>
        string.CompareOrdinal(codes.Values[codes[one]].Folded, codes.Values[codes[other]].Folded);

    public override int Compare(int place, SortKey key) =>
        string.CompareOrdinal(codes.Values[codes[place]].Folded, key.Text);

    public override bool HasValue(int place) => codes.Values[codes[place]].Folded.Length > 0;

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

/// <summary>Sorts by times or small numbers.</summary>
internal sealed class NumberSort(Func<int, long> number) : SortColumn
{
    public override int Compare(int one, int other) => number(one).CompareTo(number(other));

    public override int Compare(int place, SortKey key) => number(place).CompareTo(key.Number);

    public override bool HasValue(int place) => number(place) != 0;

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

/// <summary>Sorts by the account's key, which also decides between users that are equal in every other order.</summary>
internal sealed class KeySort(KeyColumn keys) : SortColumn
{
    public override int Compare(int one, int other) => keys.Compare(one, other);

    public override int Compare(int place, SortKey key) => keys.Compare(place, key.Text);

    public override bool HasValue(int place) => true;

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

    // Keys that are not UUIDs have equal numbers. They are few, so they are compared as texts.
    public override bool IsDecisive(ulong number) => false;
}
