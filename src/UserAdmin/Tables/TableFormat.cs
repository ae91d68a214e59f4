namespace UserAdmin.Tables;

/// <summary>The kinds of table files that are read and written. The log holds the numbers: add at the end only.</summary>
public enum TableFormat
{
    /// <summary>Values with a separator between them (RFC 4180).</summary>
    Csv,

    /// <summary>A workbook of a spreadsheet (ISO/IEC 29500).</summary>
    Xlsx,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}

/// <summary>What a table file turned out to be.</summary>
/// <param name="Format">Its format, told by its content.</param>
/// <param name="Encoding">The name of its encoding, such as <c>utf-8</c>, as the IANA registry has it.</param>
/// <param name="Separator">What stands between two values; null where the format has none.</param>
/// <param name="Columns">The titles of its columns, each once: an empty or repeated one got a number.</param>
public sealed record TableDescription(TableFormat Format, string Encoding, char? Separator, IReadOnlyList<string> Columns);
