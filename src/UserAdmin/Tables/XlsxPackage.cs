using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace UserAdmin.Tables;

/// <summary>
/// The parts of a workbook. The file may come from an attacker who mailed it to an administrator, so no more of a part
/// is unpacked than a table can need, and its XML may not contain external references.
/// </summary>
internal sealed class XlsxPackage : IDisposable
{
    private const int MostParts = 10_000;

    // Spreadsheet programs nest about ten levels deep. A reader uses memory for each level, so the depth is limited.
    private const int Deepest = 64;

    // The library reads parts of a document; the parts themselves are opened here, with the limits.
    private readonly SpreadsheetDocument _library = SpreadsheetDocument.Create(
        new MemoryStream(),
        SpreadsheetDocumentType.Workbook
    );
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

    /// <summary>Opens a part for the library after checking all of it, or returns null if there is none.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="onElement">Called with each element during the check.</param>
    /// <exception cref="UnreadableTableException">The part is hostile or damaged.</exception>
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

        return new OpenXmlPartReader(
            Unpack(entry),
            _library.Features,
            new OpenXmlPartReaderOptions { CloseStream = true, IgnoreWhitespace = false }
        );
    }

    /// <summary>Returns the parts that a part refers to: target and kind (the last word of its type) by id.</summary>
    public Dictionary<string, (string Target, string Kind)> Relations(string part)
    {
        var relations = new Dictionary<string, (string, string)>();
        var folder = part[..(part.LastIndexOf('/') + 1)];
        if (_parts.TryGetValue($"{folder}_rels/{part[folder.Length..]}.rels", out var entry))
        {
            Inspect(
                entry,
                reader =>
                {
                    if (reader.LocalName == "Relationship" && reader.GetAttribute("Target") is { } target)
                    {
                        var kind = reader.GetAttribute("Type") ?? "";
                        relations[reader.GetAttribute("Id") ?? $"{relations.Count}"] = (
                            Resolve(folder, target),
                            kind[(kind.LastIndexOf('/') + 1)..]
                        );
                    }
                }
            );
        }

        return relations;
    }

    public void Dispose()
    {
        _archive.Dispose();
        _library.Dispose();
    }

    /// <summary>
    /// Checks a whole part, because the library does not limit depth and names, and treats damage as the end of the
    /// part.
    /// </summary>
    private void Inspect(ZipArchiveEntry entry, Action<XmlReader>? onElement)
    {
        if (entry.IsEncrypted)
        {
            throw new UnreadableTableException(TableErrors.Encrypted);
        }

        var row = 0;
        try
        {
            using var reader = XmlReader.Create(Unpack(entry), Settings());
            while (reader.Read())
            {
                if (reader.Depth > Deepest)
                {
                    throw new InvalidDataException("The elements of the workbook are nested too deeply.");
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
            // The platform reports this only in the text of its exception.
            throw new UnreadableTableException(
                fault.Message.Contains("DTD", StringComparison.Ordinal)
                    ? TableErrors.HostileWorkbook
                    : TableErrors.DamagedSheet(row),
                fault
            );
        }
        catch (InvalidDataException fault)
        {
            throw new UnreadableTableException(TableErrors.DamagedSheet(row), fault);
        }
    }

    private XlsxPart Unpack(ZipArchiveEntry entry) =>
        new(
            entry,
            read =>
                _ =
                    (_unpacked += read) <= TableLimits.UnpackedBytes
                        ? 0
                        : throw new UnreadableTableException(TableErrors.UnpacksTooLarge)
        );

    private static XmlReaderSettings Settings() =>
        new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
            NameTable = new XlsxNames(),
        };

    private static string Resolve(string folder, string target)
    {
        var names = new List<string>();
        foreach (
            var name in (target.StartsWith('/') ? target : folder + target).Split(
                '/',
                StringSplitOptions.RemoveEmptyEntries
            )
        )
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
}
