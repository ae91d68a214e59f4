namespace UserAdmin.Tables;

/// <summary>
/// What a person says about how a table file is to be read; what is left out is found out from the file.
/// </summary>
public sealed record TableChoice
{
    /// <summary>
    /// Name of the encoding, one of <see cref="TableEncodings.Offered"/>; null to tell it from the bytes. Workbooks
    /// have none.
    /// </summary>
    public string? Encoding { get; init; }

    /// <summary>Name of the sheet of a workbook; null for the first visible one that has column titles.</summary>
    public string? Sheet { get; init; }

    /// <summary>Number of the row that holds the titles, from 1; null to look for it among the first rows.</summary>
    public int? TitleRow { get; init; }

    /// <summary>Whether rows that the workbook hides, by a filter for instance, are read too.</summary>
    public bool ReadsHiddenRows { get; init; }
}
