using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace UserAdmin.Tables;

/// <summary>Opens table files. The format is detected from the content, because the name may be wrong.</summary>
internal static partial class TableFiles
{
    private static readonly byte[] _encryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Opens a table in a file and reads its column titles.</summary>
    /// <exception cref="UnreadableTableException">The file is not a supported table.</exception>
    public static TableReader Open(string path, TableChoice? choice = null, Func<string, bool>? isTitle = null) =>
        Open(new FileStream(path, FileMode.Open, FileAccess.Read), choice, isTitle);

    /// <summary>Opens a table and reads its column titles.</summary>
    /// <param name="stream">The file, at its beginning; the reader closes it.</param>
    /// <param name="choice">The person's choices; null to detect everything.</param>
    /// <param name="isTitle">Returns whether a text is a known column title; if null, the first row is used as the
    /// titles.</param>
    /// <exception cref="UnreadableTableException">The file is not a supported table.</exception>
    public static TableReader Open(FileStream stream, TableChoice? choice = null, Func<string, bool>? isTitle = null)
    {
        try
        {
            return OpenKnown(stream, choice ?? new TableChoice(), isTitle ?? (_ => false));
        }
        catch (Exception fault)
        {
            stream.Dispose();
            throw fault is UnreadableTableException ? fault : Unreadable(fault) ?? fault;
        }
    }

    /// <summary>
    /// Converts an exception of the platform's readers, or returns null if it is a bug of the program.
    /// </summary>
    public static UnreadableTableException? Unreadable(Exception fault) =>
        fault switch
        {
            InvalidDataException or EndOfStreamException => new(TableErrors.DamagedWorkbook, fault),
            _ => null,
        };

    private static TableReader OpenUnpacked(FileStream stream, TableChoice choice, Func<string, bool> isTitle)
    {
        try
        {
            return OpenKnown(stream, choice, isTitle, isUnpacked: true);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static TableReader OpenKnown(
        FileStream stream,
        TableChoice choice,
        Func<string, bool> isTitle,
        bool isUnpacked = false
    )
    {
        if (stream.Length > TableLimits.FileBytes)
        {
            throw new UnreadableTableException(TableErrors.TooLarge);
        }

        Span<byte> start = stackalloc byte[512];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        switch (start)
        {
            case []:
                throw new UnreadableTableException(TableErrors.Empty);
            case [(byte)'P', (byte)'K', 3 or 5, ..]:
                return new XlsxReader(stream, choice, isTitle);
            case [0x1F, 0x8B, 8, ..] when !isUnpacked:
                return OpenUnpacked(PackedFile.Unpack(stream), choice, isTitle);
            case [0xD0, 0xCF, 0x11, 0xE0, ..]:
                throw new UnreadableTableException(
                    Holds(stream, _encryptedPackage) ? TableErrors.Encrypted : TableErrors.OldWorkbook
                );
        }

        var encoding = TextEncodings.Find(stream, choice.Encoding);
        var text = new TableText(stream, encoding);
        var beginning = text.Beginning();
        return beginning switch
        {
            [] => throw new UnreadableTableException(TableErrors.Empty),
            ['{', ..] when AreLines(beginning) => new JsonLinesReader(text, isTitle),
            ['{', ..] => new JsonDocumentReader(text, choice, isTitle),
            ['[', ..] when beginning[1..].TrimStart() is ['{' or ']', ..] => new JsonDocumentReader(
                text,
                choice,
                isTitle
            ),
            ['<', ..] => throw new UnreadableTableException(TableErrors.WebPage),
            _ when LdifReader.IsOne(beginning) => new LdifReader(text),
            _ => new CsvReader(text, choice, isTitle),
        };
    }

    /// <summary>
    /// Whether the first line is an object. A single one that holds a list of objects may be a document with that list.
    /// </summary>
    private static bool AreLines(ReadOnlySpan<char> beginning)
    {
        var end = beginning.IndexOf('\n');
        var line = end < 0 ? beginning : beginning[..end];
        return line.TrimEnd() is [.., '}']
            && ((end > 0 && beginning[end..].TrimStart().Length > 0) || !ListOfObjects().IsMatch(line));
    }

    [GeneratedRegex(@"\[\s*\{")]
    private static partial Regex ListOfObjects();

    private static bool Holds(FileStream stream, ReadOnlySpan<byte> wanted)
    {
        var buffer = new byte[1 << 20];
        for (var kept = 0; ; )
        {
            var read = stream.Read(buffer, kept, buffer.Length - kept);
            var bytes = buffer.AsSpan(0, kept + read);
            if (bytes.IndexOf(wanted) >= 0)
            {
                return true;
            }

            if (read == 0)
            {
                return false;
            }

            kept = Math.Min(bytes.Length, wanted.Length - 1);
            bytes[^kept..].CopyTo(buffer);
        }
    }
}
