using System.Numerics;

namespace UserAdmin.Users.Index;

/// <summary>
/// The folded texts of all users as UTF-8, with the fields separated by line feeds, which no field contains. They are
/// stored in blocks of 512 users: a change rewrites one block, and a search scans a block in one call that compares
/// many bytes at a time.
/// </summary>
internal sealed class TextColumn
{
    private const int BlockSize = TextBlock.Size;

    private readonly List<TextBlock> _blocks = [];

    /// <summary>The text of a user, with a separator before each field and one at the end.</summary>
    public ReadOnlySpan<byte> this[int place] =>
        place / BlockSize < _blocks.Count ? _blocks[place / BlockSize][place % BlockSize] : default;

    /// <summary>Returns one field of a user's text.</summary>
    public ReadOnlySpan<byte> Field(int place, int field) => TextBlock.Field(this[place], field);

    /// <summary>
    /// Stores texts. Each affected block is rewritten once, so storing many texts at a time costs little more than
    /// storing one.
    /// </summary>
    public void Set(IReadOnlyList<(int Place, string[] Fields)> texts)
    {
        foreach (var group in texts.GroupBy(text => text.Place / BlockSize))
        {
            while (_blocks.Count <= group.Key)
            {
                _blocks.Add(TextBlock.Empty);
            }

            // If a place occurs more than once, the last text counts.
            var changed = group
                .GroupBy(text => text.Place % BlockSize)
                .ToDictionary(one => one.Key, one => TextBlock.Encode(one.Last().Fields));
            _blocks[group.Key] = _blocks[group.Key].With(changed);
        }
    }

    /// <summary>Finds the users among <paramref name="among"/> whose texts contain a word.</summary>
    /// <param name="word">The word, folded, as UTF-8.</param>
    /// <param name="among">The users to search.</param>
    /// <param name="field">The field to search, or −1 for all fields.</param>
    /// <param name="begins">Receives the users who have a word that begins with <paramref name="word"/>; null if this
    /// is not needed.</param>
    /// <returns>The users whose texts contain the word.</returns>
    public BitSet Find(ReadOnlySpan<byte> word, BitSet among, int field = -1, BitSet? begins = null)
    {
        var found = new BitSet(_blocks.Count * BlockSize);
        begins?.Reserve(_blocks.Count * BlockSize);
        for (var number = 0; number < _blocks.Count; number++)
        {
            var words = among.Words[
                Math.Min(among.Words.Length, number * (BlockSize / 64))..Math.Min(
                    among.Words.Length,
                    (number + 1) * (BlockSize / 64)
                )
            ];
            if (words.IndexOfAnyExcept(0UL) < 0)
            {
                continue;
            }

            // If there are few candidates, each is searched separately.
            var candidates = 0;
            foreach (var bits in words)
            {
                candidates += BitOperations.PopCount(bits);
            }

            if (candidates <= BlockSize / 16)
            {
                FindOneByOne(number, words, word, field, found, begins);
            }
            else
            {
                FindInBlock(number, among, word, field, found, begins);
            }
        }

        return found;
    }

    /// <summary>Returns the users among <paramref name="among"/> who have a field that equals a text.</summary>
    public BitSet FindWhole(string text, BitSet among) =>
        TextBlock.Whole(text).Select(word => Find(word, among)).Aggregate((one, other) => one.Or(other));

    private void FindOneByOne(
        int number,
        ReadOnlySpan<ulong> words,
        ReadOnlySpan<byte> word,
        int field,
        BitSet found,
        BitSet? begins
    )
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var bits = words[i]; bits != 0; bits &= bits - 1)
            {
                var within = (i << 6) + BitOperations.TrailingZeroCount(bits);
                Look(_blocks[number][within], 0, (number * BlockSize) + within, word, field, found, begins);
            }
        }
    }

    private void FindInBlock(int number, BitSet among, ReadOnlySpan<byte> word, int field, BitSet found, BitSet? begins)
    {
        var block = _blocks[number];
        var text = block.Text;
        var within = 0;
        for (var at = 0; at < text.Length; )
        {
            var hit = text[at..].IndexOf(word);
            if (hit < 0)
            {
                return;
            }

            within = block.OwnerOf(at + hit, within);
            var end = block.EndOf(within);
            // A match that extends past the end of a user's text does not count.
            if (at + hit + word.Length <= end && among[(number * BlockSize) + within])
            {
                var place = (number * BlockSize) + within;
                if (field < 0 && (begins is null || IsBoundary(text[at + hit - 1])))
                {
                    found[place] = true;
                    _ = begins is not null && (begins[place] = true);
                }
                else
                {
                    var start = block.StartOf(within);
                    Look(text[start..end], at + hit - start, place, word, field, found, begins);
                }
            }

            at = end;
        }
    }

    /// <summary>
    /// Searches one user's text from a position on. Stops as soon as it is known whether the text contains the word
    /// and, if <paramref name="begins"/> is given, whether some word begins with it.
    /// </summary>
    private static void Look(
        ReadOnlySpan<byte> text,
        int from,
        int place,
        ReadOnlySpan<byte> word,
        int field,
        BitSet found,
        BitSet? begins
    )
    {
        for (var at = from; at < text.Length; at++)
        {
            var hit = text[at..].IndexOf(word);
            if (hit < 0)
            {
                return;
            }

            at += hit;
            if (field >= 0 && TextBlock.Field(text, field).IndexOf(word) < 0)
            {
                return;
            }

            found[place] = true;
            if (begins is null)
            {
                return;
            }

            if (at > 0 && IsBoundary(text[at - 1]))
            {
                begins[place] = true;
                return;
            }
        }
    }

    // Bytes above 127 belong to letters outside ASCII, so they are no boundary.
    private static bool IsBoundary(byte before) => before < 0x80 && !char.IsAsciiLetterOrDigit((char)before);
}
