namespace UserAdmin.Tables;

/// <summary>A person's choices for reading a table file. Everything else is detected from the file.</summary>
public sealed record TableChoice
{
    /// <summary>
    /// Name of the encoding, one of <see cref="TableEncodings.Offered"/>; null to detect it from the bytes. Workbooks
    /// have none.
    /// </summary>
    public string? Encoding { get; init; }

    /// <summary>
    /// Name of the sheet of a workbook, or of the list in a JSON document; null for the first visible sheet that has
    /// column titles, or the list that looks most like people.
    /// </summary>
    public string? Sheet { get; init; }

    /// <summary>
    /// Number of the row with the titles, from 1; 0 if there is none; null to search for it among the first rows.
    /// </summary>
    public int? TitleRow { get; init; }

    /// <summary>Whether hidden rows of the workbook (for example by a filter) are read too.</summary>
    public bool ReadsHiddenRows { get; init; }
}
