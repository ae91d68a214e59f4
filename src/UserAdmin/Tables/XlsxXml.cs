using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace UserAdmin.Tables;

/// <summary>The XML of a workbook and the texts in it.</summary>
internal static partial class XlsxXml
{
    // Spreadsheet programs nest some ten deep. The reader keeps something of each level, for as deep as a file goes.
    private const int Deepest = 64;

    /// <summary>Goes to the next node.</summary>
    /// <returns>False at the end, or when there is no reader.</returns>
    /// <exception cref="InvalidDataException">The elements are nested as no spreadsheet program nests them.</exception>
    public static bool Next([NotNullWhen(true)] XmlReader? reader) =>
        reader?.Read() == true && (reader.Depth <= Deepest ? true : throw new InvalidDataException("The elements of a workbook are not nested that deep."));

    public static bool IsElement(XmlReader reader, string name) => reader.NodeType == XmlNodeType.Element && reader.LocalName == name;

    public static bool IsEnd(XmlReader reader, string name) => reader.NodeType == XmlNodeType.EndElement && reader.LocalName == name;

    /// <summary>The text of the element the reader is at, its runs put together, without the readings above East Asian words.</summary>
    public static string RichText(XmlReader reader)
    {
        var text = new StringBuilder();
        var (depth, isReading) = (reader.Depth, false);
        while (!reader.IsEmptyElement && Next(reader) && reader.Depth > depth)
        {
            isReading = IsElement(reader, "rPh") ? !reader.IsEmptyElement : isReading && !IsEnd(reader, "rPh");
            if (!isReading && IsElement(reader, "t"))
            {
                Append(reader, text);
            }
        }

        return Decoded(text.ToString());
    }

    /// <summary>The text of the element the reader is at.</summary>
    public static string PlainText(XmlReader reader)
    {
        var text = new StringBuilder();
        Append(reader, text);
        return text.ToString();
    }

    /// <summary>Characters that XML cannot hold are written <c>_xHHHH_</c> (ISO/IEC 29500-1, 22.9.2.19).</summary>
    public static string Decoded(string text) => text.Contains("_x", StringComparison.OrdinalIgnoreCase)
        ? Escape().Replace(text, match => ((char)ushort.Parse(match.ValueSpan[2..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text;

    /// <summary>The text so that <see cref="Decoded"/> gives it back; blanks at either end as well, which spreadsheet programs would drop.</summary>
    public static string Encoded(string text) => NeedsEncoding().IsMatch(text)
        ? NeedsEncoding().Replace(text, match => FormattableString.Invariant($"_x{(int)match.Value[0]:X4}_"))
        : text;

    /// <summary>One character more than a value may have is enough to know that it is too long.</summary>
    private static void Append(XmlReader reader, StringBuilder text)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        var chunk = new char[256];
        while (Next(reader) && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                for (int read; (read = reader.ReadValueChunk(chunk, 0, chunk.Length)) > 0;)
                {
                    text.Append(chunk, 0, Math.Min(read, Math.Max(0, TableLimits.ValueLength + 1 - text.Length)));
                }
            }
        }
    }

    [GeneratedRegex("_[xX][0-9A-Fa-f]{4}_")]
    private static partial Regex Escape();

    [GeneratedRegex(@"_(?=[xX][0-9A-Fa-f]{4}_)|[\x00-\x08\x0B\x0C\x0D\x0E-\x1F\uFFFE\uFFFF]|^[ \t\n]|[ \t\n](?!.|\n)|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", RegexOptions.Singleline)]
    private static partial Regex NeedsEncoding();
}
