using System.Runtime.CompilerServices;

namespace UserAdmin.Users.Index;

/// <summary>
/// Which sequences of three bytes the texts of 64 users contain, as a filter of bits: a search skips the users whose
/// filter shows that none of them can match. Different sequences may share a bit, so a filter can let a text pass that
/// does not contain the word, but never the other way round.
/// </summary>
internal static class Trigrams
{
    /// <summary>
    /// The size of a filter in units of 64 bits. 64 users have some 1,600 different sequences, which set a third of
    /// these 4,096 bits.
    /// </summary>
    public const int FilterSize = 64;

    /// <summary>The most bits that are tested for one word; a longer word is as good as certain by then.</summary>
    public const int Most = 16;

    private const int Length = 3;

    /// <summary>Adds the sequences of a text to a filter. Sequences that cross a separator are left out.</summary>
    // Like the other loops over all users, compiled well at once (BitSet.Combine).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<byte> text, Span<ulong> filter)
    {
        var (sequence, length) = (0U, 0);
        foreach (var next in text)
        {
            sequence = (sequence << 8) | next;
            length = IsSeparator(next) ? 0 : length + 1;
            if (length >= Length)
            {
                var bit = BitOf(sequence);
                filter[bit >> 6] |= 1UL << bit;
            }
        }
    }

    /// <summary>Returns the bits that the filter of a text that contains a word has.</summary>
    /// <param name="word">The word; separators in it are allowed.</param>
    /// <param name="bits">Room for <see cref="Most"/> bits.</param>
    /// <returns>The bits; none if the word is shorter than three bytes.</returns>
    public static ReadOnlySpan<int> Of(ReadOnlySpan<byte> word, Span<int> bits)
    {
        var (sequence, length, count) = (0U, 0, 0);
        foreach (var next in word)
        {
            sequence = (sequence << 8) | next;
            length = IsSeparator(next) ? 0 : length + 1;
            if (length >= Length && count < Most)
            {
                bits[count++] = BitOf(sequence);
            }
        }

        return bits[..count];
    }

    /// <summary>Returns false if no text behind a filter contains the word that has these bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool MayContain(ReadOnlySpan<ulong> filter, ReadOnlySpan<int> bits)
    {
        foreach (var bit in bits)
        {
            if ((filter[bit >> 6] & (1UL << bit)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // All control characters, those that TextBlock puts into the texts included: in texts and words alike.
    private static bool IsSeparator(byte one) => one < 0x20;

    private static int BitOf(uint sequence) => (int)(((sequence << 8) * 0x9E3779B1U) >> 20);
}
