using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Users.Index;

/// <summary>
/// The folded texts of all users as UTF-8, with the fields separated by line feeds, which no field contains. They are
/// stored in blocks of 512 users: a change rewrites one block. A search scans 64 users in one call that compares many
/// bytes at a time, and skips those that <see cref="Trigrams"/> rules out.
/// </summary>
internal sealed class TextColumn
{
    private const int BlockSize = TextBlock.Size;
    private const int GroupsPerBlock = BlockSize / TextBlock.GroupSize;

    private readonly List<TextBlock> _blocks = [];

    /// <summary>A copy of the column. It costs little, because the blocks never change.</summary>
    public TextColumn Copy()
    {
        var copy = new TextColumn();
        copy._blocks.AddRange(_blocks);
        return copy;
    }

    /// <summary>Writes the texts into a snapshot, or reads them from there.</summary>
    public void Exchange(IIndexSnapshot snapshot) =>
        snapshot.Exchange(_blocks, block => (block ?? TextBlock.Empty).Exchange(snapshot));

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public BitSet Find(ReadOnlySpan<byte> word, BitSet among, int field = -1, BitSet? begins = null)
    {
        var found = new BitSet(_blocks.Count * BlockSize);
        begins?.Reserve(_blocks.Count * BlockSize);
        var bits = Trigrams.Of(word, stackalloc int[Trigrams.Most]);
        var groups = among.Words[..Math.Min(among.Words.Length, _blocks.Count * GroupsPerBlock)];
        for (var group = 0; group < groups.Length; group++)
        {
            if (
                groups[group] == 0
                || !Trigrams.MayContain(_blocks[group / GroupsPerBlock].FilterOf(group % GroupsPerBlock), bits)
            )
            {
                continue;
            }

            // If there are few candidates, each is searched separately.
            if (BitOperations.PopCount(groups[group]) <= TextBlock.GroupSize / 16)
            {
                FindOneByOne(group, groups[group], word, field, found, begins);
            }
            else
            {
                FindInGroup(group, among, word, field, found, begins);
            }
        }

        return found;
    }

    /// <summary>
    /// Finds the users among <paramref name="among"/> who have two neighbouring words, with a space between, that make
    /// a word when they are written as one: Anna Lena for annalena.
    /// </summary>
    /// <param name="word">The word, folded; at least two letters.</param>
    /// <param name="among">The users to search.</param>
    public BitSet FindParted(string word, BitSet among)
    {
        var pairs = Enumerable
            .Range(1, word.Length - 1)
            .Where(at => !char.IsLowSurrogate(word[at]))
            .Select(at => Encoding.UTF8.GetBytes($"{word[..at]} {word[at..]}"))
            .ToList();
        return FindAny(
            pairs,
            among,
            (place, pair, at) => IsBoundary(this[place][at - 1]) && IsBoundary(this[place][at + pairs[pair].Length])
        );
    }

    /// <summary>
    /// Finds the users among <paramref name="among"/> whose texts contain one of several words, in one pass: the
    /// filters of <see cref="Trigrams"/> are read from memory once for all of them.
    /// </summary>
    /// <param name="words">The words, folded, as UTF-8; none empty.</param>
    /// <param name="among">The users to search.</param>
    /// <param name="isMeant">Says of each occurrence – the user, the number of the word, and where it is in the user's
    /// text – whether it counts; null ends the search.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public BitSet FindAny(IReadOnlyList<byte[]> words, BitSet among, Func<int, int, int, bool?> isMeant)
    {
        var found = new BitSet(_blocks.Count * BlockSize);
        var bits = words.Select(word => Trigrams.Of(word, stackalloc int[Trigrams.Most]).ToArray()).ToArray();
        var groups = among.Words[..Math.Min(among.Words.Length, _blocks.Count * GroupsPerBlock)];
        for (var group = 0; group < groups.Length; group++)
        {
            if (groups[group] == 0)
            {
                continue;
            }

            var filter = _blocks[group / GroupsPerBlock].FilterOf(group % GroupsPerBlock);
            for (var word = 0; word < bits.Length; word++)
            {
                // Nearly always decided by the first sequence, so not worth a call.
                if (
                    (bits[word] is not [var first, ..] || (filter[first >> 6] & (1UL << first)) != 0)
                    && Trigrams.MayContain(filter, bits[word])
                    && !FindInGroup(group, groups[group], words[word], word, isMeant, found)
                )
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>Returns the users among <paramref name="among"/> who have a field that equals a text.</summary>
    public BitSet FindWhole(string text, BitSet among) =>
        TextBlock.Whole(text).Select(word => Find(word, among)).Aggregate((one, other) => one.Or(other));

    /// <summary>Returns false if the search has ended.</summary>
    private bool FindInGroup(
        int group,
        ulong candidates,
        byte[] word,
        int number,
        Func<int, int, int, bool?> isMeant,
        BitSet found
    )
    {
        var block = _blocks[group / GroupsPerBlock];
        var first = group % GroupsPerBlock * TextBlock.GroupSize;
        var within = first;
        var text = block.Text[..block.EndOf(first + TextBlock.GroupSize - 1)];
        for (var at = block.StartOf(first); at < text.Length; at++)
        {
            var hit = text[at..].IndexOf(word);
            if (hit < 0)
            {
                break;
            }

            at += hit;
            within = block.OwnerOf(at, within);
            // A match that extends past the end of a user's text does not count.
            if ((candidates & (1UL << (within - first))) == 0 || at + word.Length > block.EndOf(within))
            {
                continue;
            }

            var place = (group * TextBlock.GroupSize) + within - first;
            if (isMeant(place, number, at - block.StartOf(within)) is not { } counts)
            {
                return false;
            }

            found[place] |= counts;
        }

        return true;
    }

    private void FindOneByOne(
        int group,
        ulong candidates,
        ReadOnlySpan<byte> word,
        int field,
        BitSet found,
        BitSet? begins
    )
    {
        for (; candidates != 0; candidates &= candidates - 1)
        {
            var place = (group * TextBlock.GroupSize) + BitOperations.TrailingZeroCount(candidates);
            Look(this[place], 0, place, word, field, found, begins);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindInGroup(int group, BitSet among, ReadOnlySpan<byte> word, int field, BitSet found, BitSet? begins)
    {
        var block = _blocks[group / GroupsPerBlock];
        var blockStart = group / GroupsPerBlock * BlockSize;
        var within = group % GroupsPerBlock * TextBlock.GroupSize;
        var text = block.Text[..block.EndOf(within + TextBlock.GroupSize - 1)];
        for (var at = block.StartOf(within); at < text.Length; )
        {
            var hit = text[at..].IndexOf(word);
            if (hit < 0)
            {
                return;
            }

            within = block.OwnerOf(at + hit, within);
            var end = block.EndOf(within);
            // A match that extends past the end of a user's text does not count.
            if (at + hit + word.Length <= end && among[blockStart + within])
            {
                var place = blockStart + within;
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
