namespace UserAdmin.Tables;

/// <summary>
/// The supported formats of table files. The log contains the numbers, so add new members only at the end.
/// </summary>
public enum TableFormat
{
    /// <summary>Values with a separator between them (RFC 4180).</summary>
    Csv,

    /// <summary>A workbook of a spreadsheet (ISO/IEC 29500).</summary>
    Xlsx,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>A JSON document with a list of objects in it.</summary>
    Json,

    /// <summary>Entries of an LDAP directory (RFC 2849).</summary>
    Ldif,
}

/// <summary>What was detected about a table file.</summary>
/// <param name="Format">Its format, detected from its content.</param>
/// <param name="Encoding">The name of its encoding, such as <c>utf-8</c>, from the IANA registry.</param>
/// <param name="Separator">The separator between two values; null if the format has none.</param>
/// <param name="Columns">The unique titles of its columns; an empty or repeated title gets a number.</param>
public sealed record TableDescription(
    TableFormat Format,
    string Encoding,
    char? Separator,
    IReadOnlyList<string> Columns
)
{
    /// <summary>Whether the encoding is uncertain, so that some letters may be wrong.</summary>
    public bool IsEncodingDoubtful { get; init; }

    /// <summary>Number of the row with the titles, as in a spreadsheet; 0 if the file has none.</summary>
    public int TitleRow { get; init; } = 1;

    /// <summary>The sheet, or the list of a JSON document, that is read; null if there is none to choose.</summary>
    public string? Sheet { get; init; }

    /// <summary>The visible sheets of the workbook, or the lists of a JSON document, in order.</summary>
    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>The number of hidden rows with values; known after all rows are read.</summary>
    public int HiddenRows { get; init; }

    /// <summary>
    /// The number of entries of a directory that are no people, such as groups; known after all rows are read.
    /// </summary>
    public int OtherEntries { get; init; }

    /// <summary>Whether hidden rows were read too.</summary>
    public bool ReadsHiddenRows { get; init; }

    /// <summary>
    /// The columns, from 0, that contain passwords in clear text; they were not stored. Known after all rows are read.
    /// </summary>
    public IReadOnlyList<int> ClearPasswords { get; init; } = [];

    /// <summary>
    /// The columns, from 0, whose titles say that they contain passwords, and that contain password hashes. Known after
    /// all rows are read.
    /// </summary>
    public IReadOnlyList<int> Hashes { get; init; } = [];

    /// <summary>
    /// The number of cells that got the value of the merged cell they belong to; known after all rows are read.
    /// </summary>
    public int MergedCells { get; init; }
}
