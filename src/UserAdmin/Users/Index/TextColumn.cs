using System.Numerics;
using System.Text;

namespace UserAdmin.Users.Index;

/// <summary>
/// The folded texts of all users as UTF-8, each with its fields separated by line feeds, which no field can hold. In blocks of 512 users: a change
/// writes one block anew, and a search looks through a block in one call that compares many bytes at a time.
/// </summary>
internal sealed class TextColumn
{
    /// <summary>Users in a block. A multiple of 64: a block without candidates is found by looking at a few words of a bit set.</summary>
    private const int BlockSize = 512;

    private const byte Separator = (byte)'\n';

    private readonly List<Block> _blocks = [];

    /// <summary>A user's text: a separator before each field and one at the end.</summary>
    public ReadOnlySpan<byte> this[int place] => place / BlockSize < _blocks.Count ? _blocks[place / BlockSize][place % BlockSize] : default;

    /// <summary>One field of a user's text.</summary>
    public ReadOnlySpan<byte> Field(int place, int field)
    {
        var text = this[place];
        for (; !text.IsEmpty; field--)
        {
            text = text[1..];
            var end = text.IndexOf(Separator);
            if (field == 0)
            {
                return text[..Math.Max(end, 0)];
            }

            text = end < 0 ? default : text[end..];
        }

        return default;
    }

    /// <summary>Stores texts. Whole blocks are written anew, so many at a time cost little more than one.</summary>
    public void Set(IReadOnlyList<(int Place, string[] Fields)> texts)
    {
        foreach (var group in texts.GroupBy(text => text.Place / BlockSize))
        {
            while (_blocks.Count <= group.Key)
            {
                _blocks.Add(Block.Empty);
            }

            // The last of several for one place counts.
            var changed = group.GroupBy(text => text.Place % BlockSize).ToDictionary(one => one.Key, one => Encode(one.Last().Fields));
            _blocks[group.Key] = _blocks[group.Key].With(changed);
        }
    }

    /// <summary>Looks a word up in the texts of some users.</summary>
    /// <param name="word">The word, folded, as UTF-8.</param>
    /// <param name="among">Whose texts to look at.</param>
    /// <param name="field">Which field, or −1 for all.</param>
    /// <param name="begins">Gets those of whom some word begins with it; null when nobody asks.</param>
    /// <returns>Those who have it.</returns>
    public BitSet Find(ReadOnlySpan<byte> word, BitSet among, int field = -1, BitSet? begins = null)
    {
        var found = new BitSet(_blocks.Count * BlockSize);
        begins?.Reserve(_blocks.Count * BlockSize);
        for (var number = 0; number < _blocks.Count; number++)
        {
            var words = among.Words[Math.Min(among.Words.Length, number * (BlockSize / 64))..Math.Min(among.Words.Length, (number + 1) * (BlockSize / 64))];
            if (words.IndexOfAnyExcept(0UL) < 0)
            {
                continue;
            }

            // Few candidates are looked at one by one.
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

    /// <summary>Those of some users of whom a whole field is a text.</summary>
    public BitSet FindWhole(string text, BitSet among) => Find(Encoding.UTF8.GetBytes($"\n{text}\n"), among);

    private void FindOneByOne(int number, ReadOnlySpan<ulong> words, ReadOnlySpan<byte> word, int field, BitSet found, BitSet? begins)
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
        for (var at = 0; at < text.Length;)
        {
            var hit = text[at..].IndexOf(word);
            if (hit < 0)
            {
                return;
            }

            within = block.OwnerOf(at + hit, within);
            var end = block.EndOf(within);
            // What reaches over the end of a user's text belongs to nobody.
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

    /// <summary>Looks at one user's text from a place on, until it is known whether the word is there and, if asked, whether it begins one.</summary>
    private static void Look(ReadOnlySpan<byte> text, int from, int place, ReadOnlySpan<byte> word, int field, BitSet found, BitSet? begins)
    {
        for (var at = from; at < text.Length; at++)
        {
            var hit = text[at..].IndexOf(word);
            if (hit < 0)
            {
                return;
            }

            at += hit;
            // In no field but the one that is asked for.
            if (field >= 0 && text[..(at + 1)].Count(Separator) != field + 1)
            {
                continue;
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

    // Letters of other scripts are bytes above 127.
    private static bool IsBoundary(byte before) => before < 0x80 && !char.IsAsciiLetterOrDigit((char)before);

    private static byte[] Encode(string[] fields)
    {
        var last = Array.FindLastIndex(fields, field => field.Length > 0);
        return last < 0 ? [] : Encoding.UTF8.GetBytes($"\n{string.Join('\n', fields.Take(last + 1))}\n");
    }

    private sealed class Block(byte[] bytes, int[] starts)
    {
        public static Block Empty { get; } = new([], new int[BlockSize + 1]);

        public ReadOnlySpan<byte> Text => bytes;

        public ReadOnlySpan<byte> this[int within] => bytes.AsSpan(starts[within]..starts[within + 1]);

        public int StartOf(int within) => starts[within];

        public int EndOf(int within) => starts[within + 1];

        /// <summary>Whose text a byte belongs to; not before a user who is known to be no later.</summary>
        public int OwnerOf(int at, int notBefore)
        {
            // Hits mostly follow each other closely.
            var (low, step) = (notBefore, 1);
            for (; low + step < BlockSize && starts[low + step] <= at; step <<= 1)
            {
                low += step;
            }

            var high = Math.Min(low + step, BlockSize - 1);
            while (low < high)
            {
                var middle = (low + high + 1) >> 1;
                (low, high) = starts[middle] <= at ? (middle, high) : (low, middle - 1);
            }

            return low;
        }

        public Block With(Dictionary<int, byte[]> changed)
        {
            var size = 0;
            var newStarts = new int[BlockSize + 1];
            for (var i = 0; i < BlockSize; i++)
            {
                newStarts[i] = size;
                size += changed.TryGetValue(i, out var text) ? text.Length : starts[i + 1] - starts[i];
            }

            newStarts[BlockSize] = size;
            var newBytes = new byte[size];
            for (var i = 0; i < BlockSize; i++)
            {
                (changed.TryGetValue(i, out var text) ? text : this[i]).CopyTo(newBytes.AsSpan(newStarts[i]));
            }

            return new Block(newBytes, newStarts);
        }
    }
}
