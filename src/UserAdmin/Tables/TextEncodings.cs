using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace UserAdmin.Tables;

/// <summary>The encoding in which a text file is read.</summary>
/// <param name="Encoding">The encoding to read with.</param>
/// <param name="Name">Its name in the IANA registry.</param>
/// <param name="IsDoubtful">Whether the guess is uncertain.</param>
internal sealed record TextEncoding(Encoding Encoding, string Name, bool IsDoubtful)
{
    public static TextEncoding Certain(Encoding encoding) => new(encoding, encoding.WebName, IsDoubtful: false);
}

/// <summary>
/// Detects the encoding of a text file from all of its bytes, because the only non-ASCII letter may be the last of 200
/// MB. If the file is not UTF-8 and has no byte order mark, the encoding is guessed from its letters.
/// </summary>
internal static class TextEncodings
{
    // Invalid bytes must be an error with a position, not a question mark in a person's name.
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>Detects the encoding of a file.</summary>
    /// <param name="stream">The file, at its beginning; afterwards it is positioned after the byte order mark.</param>
    /// <param name="chosen">Name of the encoding that a person has chosen; null to detect it.</param>
    /// <exception cref="UnreadableTableException">The file is not text.</exception>
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
                // A person who tries out an encoding must see the result.
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

    /// <summary>
    /// Recognises UTF-16 without a byte order mark: every other byte of ASCII text is zero, and a table begins with
    /// ASCII titles and separators.
    /// </summary>
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

    /// <summary>Returns UTF-8 if the file is UTF-8, damaged or not, otherwise null.</summary>
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
                    // A damaged UTF-8 file has far more valid characters than invalid ones; in any other encoding every
                    // name would be garbled.
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

    /// <summary>Counts the multi-byte characters and the invalid bytes.</summary>
    /// <returns>The bytes of an incomplete character at the end.</returns>
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
