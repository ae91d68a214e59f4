using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace UserAdmin.Tables;

/// <summary>
/// The parts of a workbook. Whatever a part claims, no more of it is unpacked than a table can need, and its XML may refer to
/// nothing: the file comes from whoever mailed it to an administrator.
/// </summary>
internal sealed class XlsxPackage : IDisposable
{
    private const int MostParts = 10_000;

    // Spreadsheet programs nest some ten deep. A reader keeps something of each level, for as deep as a file goes.
    private const int Deepest = 64;

    // The library reads parts of a document; the parts themselves are opened here, with the limits.
    private readonly SpreadsheetDocument _library = SpreadsheetDocument.Create(new MemoryStream(), SpreadsheetDocumentType.Workbook);
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _inspected = new(StringComparer.OrdinalIgnoreCase);
    private long _unpacked;

    public XlsxPackage(FileStream stream)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Read);
        FileBytes = stream.Length;
        if (_archive.Entries.Count > MostParts)
        {
            throw new UnreadableTableException(TableErrors.UnpacksTooLarge);
        }

        foreach (var entry in _archive.Entries)
        {
            _parts.TryAdd(entry.FullName.TrimStart('/'), entry);
        }
    }

    /// <summary>Bytes of the file.</summary>
    public long FileBytes { get; }

    public bool Has(string part) => _parts.ContainsKey(part);

    /// <summary>Opens a part for the library, or null when there is none. All of it was looked through before.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="onElement">Called with each element while it is looked through.</param>
    /// <exception cref="UnreadableTableException">It is hostile or damaged.</exception>
    public OpenXmlPartReader? Open(string? part, Action<XmlReader>? onElement = null)
    {
        if (part is null || !_parts.TryGetValue(part, out var entry))
        {
            return null;
        }

        if (_inspected.Add(part) || onElement is not null)
        {
            Inspect(entry, onElement);
        }

        return new OpenXmlPartReader(new Unpacking(this, entry), _library.Features, new OpenXmlPartReaderOptions { CloseStream = true, IgnoreWhitespace = false });
    }

    /// <summary>The parts that a part refers to: target and kind (the last word of its type) by id.</summary>
    public Dictionary<string, (string Target, string Kind)> Relations(string part)
    {
        var relations = new Dictionary<string, (string, string)>();
        var folder = part[..(part.LastIndexOf('/') + 1)];
        if (_parts.TryGetValue($"{folder}_rels/{part[folder.Length..]}.rels", out var entry))
        {
            Inspect(entry, reader =>
            {
                if (reader.LocalName == "Relationship" && reader.GetAttribute("Target") is { } target)
                {
                    var kind = reader.GetAttribute("Type") ?? "";
                    relations[reader.GetAttribute("Id") ?? $"{relations.Count}"] = (Resolve(folder, target), kind[(kind.LastIndexOf('/') + 1)..]);
                }
            });
        }

        return relations;
    }

    public void Dispose()
    {
        _archive.Dispose();
        _library.Dispose();
    }

    /// <summary>Looks a part through: the library has no limits for depth and names, and takes what is damaged for its end.</summary>
    private void Inspect(ZipArchiveEntry entry, Action<XmlReader>? onElement)
    {
        if (entry.IsEncrypted)
        {
            throw new UnreadableTableException(TableErrors.Encrypted);
        }

        var row = 0;
        try
        {
            using var reader = XmlReader.Create(new Unpacking(this, entry), Settings());
            while (reader.Read())
            {
                if (reader.Depth > Deepest)
                {
                    throw new InvalidDataException("The elements of a workbook are not nested that deep.");
                }

                if (reader.NodeType == XmlNodeType.Element)
                {
                    row += reader.LocalName == "row" ? 1 : 0;
                    onElement?.Invoke(reader);
                }
            }
        }
        catch (XmlException fault)
        {
            // The platform says it in a sentence only.
            throw new UnreadableTableException(fault.Message.Contains("DTD", StringComparison.Ordinal) ? TableErrors.HostileWorkbook : TableErrors.DamagedSheet(row), fault);
        }
        catch (InvalidDataException fault)
        {
            throw new UnreadableTableException(TableErrors.DamagedSheet(row), fault);
        }
    }

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true,
        NameTable = new FewNames(),
    };

    private static string Resolve(string folder, string target)
    {
        var names = new List<string>();
        foreach (var name in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name != "..")
            {
                names.Add(name);
            }
            else if (names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
        }

        return string.Join('/', names);
    }

    /// <summary>The names in a part. A reader keeps each one, so there are no more of them than spreadsheet programs may ever write.</summary>
    private sealed class FewNames : NameTable
    {
        private const int Most = 5000;
        private const int Longest = 1000;

        private int _count;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? (IsFine(len) ? base.Add(key, start, len) : throw TooMany());

        public override string Add(string key) => Get(key) ?? (IsFine(key.Length) ? base.Add(key) : throw TooMany());

        private bool IsFine(int length) => length <= Longest && ++_count <= Most;

        private static InvalidDataException TooMany() => new("A workbook has no such names.");
    }

    /// <summary>A part as it is unpacked, with the limits.</summary>
    private sealed class Unpacking(XlsxPackage package, ZipArchiveEntry entry) : Stream
    {
        // The longest thing between two marks is a value, its characters written as entities. More would be read into memory.
        private const int LongestText = 1 << 20;

        // Small parts may well be all one character.
        private const int Unsuspicious = 4 << 20;

        private readonly Stream _stream = entry.Open();
        private long _read;
        private int _text;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = _stream.Read(buffer);
            _read += read;
            package._unpacked += read;
            if (package._unpacked > TableLimits.UnpackedBytes || (_read > Unsuspicious && _read / TableLimits.UnpackedRatio > entry.CompressedLength))
            {
                throw new UnreadableTableException(TableErrors.UnpacksTooLarge);
            }

            var mark = buffer[..read].LastIndexOf((byte)'<');
            _text = mark < 0 ? _text + read : read - mark;
            return _text <= LongestText ? read : throw new UnreadableTableException(TableErrors.UnpacksTooLarge);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
