using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace UserAdmin.Tables;

/// <summary>An encoding that a text file is read in.</summary>
/// <param name="Encoding">To read with.</param>
/// <param name="Name">Its name as the IANA registry has it.</param>
/// <param name="IsDoubtful">Whether another one may be meant.</param>
internal sealed record TextEncoding(Encoding Encoding, string Name, bool IsDoubtful)
{
    public static TextEncoding Certain(Encoding encoding) => new(encoding, encoding.WebName, IsDoubtful: false);
}

/// <summary>
/// Tells the encoding of a text file from all of its bytes: the first letter that is not ASCII may be the last of 200
/// MB. What is no UTF-8 and has no mark is guessed from its letters.
/// </summary>
internal static class TextEncodings
{
    // Bytes that can be no characters are an error with a place, not a question mark in somebody's name.
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>The encoding of a file.</summary>
    /// <param name="stream">The file, at its beginning; afterwards it stands after the byte order mark.</param>
    /// <param name="chosen">Name of the one that a person has chosen; null to find it out.</param>
    /// <exception cref="UnreadableTableException">It is no text.</exception>
    public static TextEncoding Find(Stream stream, string? chosen)
    {
        Span<byte> start = stackalloc byte[1024];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        start = start[..length];
        var (marked, mark) = start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (_utf8, 3),
            [0xFF, 0xFE, ..] => (
                new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
                2
            ),
            [0xFE, 0xFF, ..] => (
                new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
                2
            ),
            _ => (default(Encoding), 0),
        };
        var encoding =
            TableEncodings.Find(chosen) is { } offered
                // Somebody who tries one out has to see what comes of it.
                ? new TextEncoding(
                    TableEncodings.Get(offered.Name, TableEncodings.Showing),
                    offered.Name,
                    IsDoubtful: false
                )
            : (marked ?? (Encoding?)Utf16WithoutMark(start) ?? WholeUtf8(stream)) is { } certain
                ? TextEncoding.Certain(certain)
            : EncodingGuess.Of(stream);
        stream.Position = mark;
        return encoding;
    }

    /// <summary>In UTF-16, every other byte of ASCII is zero, and a table begins with titles and separators.</summary>
    private static UnicodeEncoding? Utf16WithoutMark(ReadOnlySpan<byte> start)
    {
        var zeros = new int[2];
        for (var place = 0; place < start.Length; place++)
        {
            zeros[place % 2] += start[place] == 0 ? 1 : 0;
        }

        var few = start.Length / 100;
        return zeros[1] > start.Length / 6 && zeros[0] <= few
                ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true)
            : zeros[0] > start.Length / 6 && zeros[1] <= few
                ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true)
            : zeros[0] + zeros[1] > start.Length / 10 ? throw new UnreadableTableException(TableErrors.NoText)
            : null;
    }

    /// <summary>UTF-8 if the file is that, damaged or not.</summary>
    private static UTF8Encoding? WholeUtf8(Stream stream)
    {
        stream.Position = 0;
        var (wide, bad) = (0L, 0L);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            for (var kept = 0; ; )
            {
                var read = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
                var bytes = buffer.AsSpan(0, kept + read);
                var last = bytes.Length < buffer.Length;
                var left = Count(bytes, last, ref wide, ref bad);
                if (last)
                {
                    // A damaged file in UTF-8 has far more whole characters than broken ones; read as anything else,
                    // every name in it would be garbled.
                    return bad == 0 || wide > 4 * bad ? _utf8 : null;
                }

                kept = left.Length;
                left.CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Counts the characters of several bytes, and the bytes that are none.</summary>
    /// <returns>The beginning of a character at the end.</returns>
    private static Span<byte> Count(Span<byte> bytes, bool last, ref long wide, ref long bad)
    {
        if (bad == 0 && wide > 0 && Utf8.IsValid(bytes))
        {
            return [];
        }

        while (bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) is >= 0 and var place)
        {
            bytes = bytes[place..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == OperationStatus.NeedMoreData && !last)
            {
                return bytes;
            }

            (wide, bad) = status == OperationStatus.Done ? (wide + 1, bad) : (wide, bad + 1);
            bytes = bytes[length..];
        }

        return [];
    }
}
