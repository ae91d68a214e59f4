using System.Text;
using Microsoft.Win32.SafeHandles;

namespace UserAdmin.Account;

/// <summary>
/// A sorted file of SHA-1 hashes, one per line, each followed by a colon and a count, as published by
/// haveibeenpwned.com. It has about 40 GB, so it is searched on disk.
/// </summary>
internal sealed class SortedHashFile(string path) : IDisposable
{
    private const int HashLength = 40;

    // A hash, a colon, a count and the end of the line.
    private const int LongestLine = 64;

    private readonly SafeFileHandle _file = File.OpenHandle(path, options: FileOptions.RandomAccess);

    /// <summary>Returns whether the file's first line looks like one of such a list.</summary>
    public static bool IsOne(string path)
    {
        using var reader = new StreamReader(path);
        var line = new char[HashLength + 1];
        return reader.ReadBlock(line) == line.Length
            && line[HashLength] == ':'
            && line.Take(HashLength).All(char.IsAsciiHexDigit);
    }

    /// <summary>Returns whether the file contains a hash, given as upper-case hex.</summary>
    public bool Contains(string hash)
    {
        var wanted = Encoding.ASCII.GetBytes(hash);
        Span<byte> line = stackalloc byte[LongestLine];
        // The line searched for begins at or after the first position and before the second.
        var (from, to) = (0L, RandomAccess.GetLength(_file));
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            var start = middle == from ? from : LineAfter(middle - 1);
            if (start >= to)
            {
                to = middle;
                continue;
            }

            var read = RandomAccess.Read(_file, line, start);
            var order = read < HashLength ? 1 : Compare(line[..HashLength], wanted);
            if (order == 0)
            {
                return true;
            }

            (from, to) = order < 0 ? (LineAfter(start), to) : (from, middle);
        }

        return false;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Returns where the line after a position begins.</summary>
    private long LineAfter(long position)
    {
        Span<byte> buffer = stackalloc byte[LongestLine];
        while (true)
        {
            var read = RandomAccess.Read(_file, buffer, position);
            var end = buffer[..read].IndexOf((byte)'\n');
            if (end >= 0 || read == 0)
            {
                return position + end + (end >= 0 ? 1 : 0);
            }

            position += read;
        }
    }

    private static int Compare(ReadOnlySpan<byte> line, ReadOnlySpan<byte> wanted)
    {
        for (var i = 0; i < HashLength; i++)
        {
            var difference = char.ToUpperInvariant((char)line[i]) - wanted[i];
            if (difference != 0)
            {
                return difference;
            }
        }

        return 0;
    }
}
