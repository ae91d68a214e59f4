namespace UserAdmin.Tables;

/// <summary>
/// The kinds of table files that are read and written. The log holds the numbers: add at the end only.
/// </summary>
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
public sealed record TableDescription(
    TableFormat Format,
    string Encoding,
    char? Separator,
    IReadOnlyList<string> Columns
)
{
    /// <summary>Whether the encoding could not be told for certain: letters may be others than were meant.</summary>
    public bool IsEncodingDoubtful { get; init; }

    /// <summary>Number of the row that holds the titles, as a spreadsheet counts.</summary>
    public int TitleRow { get; init; } = 1;

    /// <summary>The sheet that is read; null where the format has none.</summary>
    public string? Sheet { get; init; }

    /// <summary>The visible sheets of the workbook, in order.</summary>
    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>How many rows with values the workbook hides; known once all rows are read.</summary>
    public int HiddenRows { get; init; }

    /// <summary>Whether those were read too.</summary>
    public bool ReadsHiddenRows { get; init; }

    /// <summary>
    /// The columns, from 0, in which passwords stand as people type them; nothing of them was kept. Known once all rows
    /// are read.
    /// </summary>
    public IReadOnlyList<int> ClearPasswords { get; init; } = [];

    /// <summary>
    /// How many cells got the value of the merged cell that they are part of; known once all rows are read.
    /// </summary>
    public int MergedCells { get; init; }
}
