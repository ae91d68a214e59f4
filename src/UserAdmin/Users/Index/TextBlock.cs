using System.Text;
using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Users.Index;

/// <summary>
/// The texts of a block of users, one after the other. Each has a separator before every field and one at its end.
/// </summary>
/// <param name="bytes">The texts as UTF-8.</param>
/// <param name="starts">The position at which each user's text begins, and the position at which the last one
/// ends.</param>
/// <param name="filters">The filter of each group of 64 users (<see cref="Trigrams"/>), one after the other.</param>
internal sealed class TextBlock(byte[] bytes, int[] starts, ulong[] filters)
{
    /// <summary>
    /// The number of users in a block. It is a multiple of 64, so that a few words of a bit set tell whether a block
    /// has candidates.
    /// </summary>
    public const int Size = 512;

    /// <summary>The number of users in a group: one word of a bit set.</summary>
    public const int GroupSize = 64;

    /// <summary>The byte that separates the fields.</summary>
    public const byte Separator = (byte)'\n';

    // Stored instead of a user name that equals the email address or its local part. This saves a fifth of the bytes to
    // store and to search.
    private const char IsAddress = '\u0002';
    private const char IsLocalPart = '\u0001';

    /// <summary>A block without texts.</summary>
    public static TextBlock Empty { get; } =
        new([], new int[Size + 1], new ulong[Size / GroupSize * Trigrams.FilterSize]);

    public ReadOnlySpan<byte> Text => bytes;

    public ReadOnlySpan<byte> this[int within] => bytes.AsSpan(starts[within]..starts[within + 1]);

    public int StartOf(int within) => starts[within];

    public int EndOf(int within) => starts[within + 1];

    /// <summary>Returns the filter of a group of users.</summary>
    public ReadOnlySpan<ulong> FilterOf(int group) => filters.AsSpan(group * Trigrams.FilterSize, Trigrams.FilterSize);

    /// <summary>Returns the user to whose text a byte belongs, at or after a given user.</summary>
    public int OwnerOf(int at, int notBefore)
    {
        // Hits are usually close together.
        var (low, step) = (notBefore, 1);
        for (; low + step < Size && starts[low + step] <= at; step <<= 1)
        {
            low += step;
        }

        var high = Math.Min(low + step, Size - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            (low, high) = starts[middle] <= at ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>Returns the fields of a user as one text.</summary>
    public static byte[] Encode(string[] fields)
    {
        var last = Array.FindLastIndex(fields, field => field.Length > 0);
        if (last < 0)
        {
            return [];
        }

        var kept = fields[..(last + 1)];
        if (last >= UserTexts.Email)
        {
            kept[UserTexts.UserName] = Short(fields[UserTexts.UserName], fields[UserTexts.Email]);
        }

        return Encoding.UTF8.GetBytes($"\n{string.Join('\n', kept)}\n");
    }

    /// <summary>Returns one field of a user's text.</summary>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> text, int field)
    {
        var found = Kept(text, field);
        if (field != UserTexts.UserName || found.Length != 1 || found[0] is not ((byte)IsAddress or (byte)IsLocalPart))
        {
            return found;
        }

        var email = Kept(text, UserTexts.Email);
        return found[0] == IsAddress ? email : email[..email.IndexOf((byte)'@')];
    }

    /// <summary>Returns what follows the separator before a field of a user's text, to its end.</summary>
    public static ReadOnlySpan<byte> From(ReadOnlySpan<byte> text, int field)
    {
        for (; !text.IsEmpty && field >= 0; field--)
        {
            text = text[1..];
            if (field > 0)
            {
                var end = text.IndexOf(Separator);
                text = end < 0 ? default : text[end..];
            }
        }

        return text;
    }

    /// <summary>
    /// Returns the byte sequences that occur in a user's text if one of its fields equals <paramref name="text"/>.
    /// </summary>
    public static IEnumerable<byte[]> Whole(string text)
    {
        yield return Encoding.UTF8.GetBytes($"\n{text}\n");
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            yield return Encoding.UTF8.GetBytes($"{IsLocalPart}\n{text}@");
        }
    }

    /// <summary>Writes a block into a snapshot, or returns the one read from there.</summary>
    public TextBlock Exchange(IIndexSnapshot snapshot)
    {
        var (newBytes, newStarts, newFilters) = (bytes, starts, filters);
        snapshot.Exchange(ref newBytes);
        snapshot.Exchange(ref newStarts);
        snapshot.Exchange(ref newFilters);
        return new TextBlock(newBytes, newStarts, newFilters);
    }

    /// <summary>Returns a copy of the block with some texts replaced.</summary>
    public TextBlock With(Dictionary<int, byte[]> changed)
    {
        var size = 0;
        var newStarts = new int[Size + 1];
        for (var i = 0; i < Size; i++)
        {
            newStarts[i] = size;
            size += changed.TryGetValue(i, out var text) ? text.Length : starts[i + 1] - starts[i];
        }

        newStarts[Size] = size;
        var newBytes = new byte[size];
        for (var i = 0; i < Size; i++)
        {
            (changed.TryGetValue(i, out var text) ? text : this[i]).CopyTo(newBytes.AsSpan(newStarts[i]));
        }

        return new TextBlock(newBytes, newStarts, NewFilters(newBytes, newStarts, changed.Keys));
    }

    private ulong[] NewFilters(byte[] newBytes, int[] newStarts, IEnumerable<int> changed)
    {
        var newFilters = (ulong[])filters.Clone();
        foreach (var group in changed.Select(within => within / GroupSize).Distinct())
        {
            var filter = newFilters.AsSpan(group * Trigrams.FilterSize, Trigrams.FilterSize);
            filter.Clear();
            Trigrams.Add(newBytes.AsSpan(newStarts[group * GroupSize]..newStarts[(group + 1) * GroupSize]), filter);
        }

        return newFilters;
    }

    private static string Short(string userName, string email) =>
        userName.Length == 0 ? ""
        : userName == email ? $"{IsAddress}"
        : email.Length > userName.Length
        && email[userName.Length] == '@'
        && email.StartsWith(userName, StringComparison.Ordinal)
        && !userName.Contains('@', StringComparison.Ordinal)
            ? $"{IsLocalPart}"
        : userName;

    private static ReadOnlySpan<byte> Kept(ReadOnlySpan<byte> text, int field)
    {
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
}
