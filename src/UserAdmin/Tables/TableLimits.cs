namespace UserAdmin.Tables;

/// <summary>
/// The limits of table files. A file beyond them is refused with a specific error and not read in part.
/// </summary>
public static class TableLimits
{
    /// <summary>Bytes of a file: 200 MiB.</summary>
    public const long FileBytes = 200L << 20;

    /// <summary>Rows below the header.</summary>
    public const int Rows = 1_000_000;

    /// <summary>Columns.</summary>
    public const int Columns = 1000;

    /// <summary>Characters (UTF-16 units) of a value, the limit of a spreadsheet cell.</summary>
    public const int ValueLength = 32_767;

    /// <summary>Characters of a row with all its values.</summary>
    public const int RowLength = 1_000_000;

    /// <summary>
    /// Bytes that the parts of a workbook may unpack to: 4 GiB, about five times what a million rows of twenty columns
    /// need.
    /// </summary>
    internal const long UnpackedBytes = 4L << 30;

    /// <summary>
    /// The maximum ratio of a part's unpacked to its packed size. Sheets reach about 30; the maximum of deflate is
    /// 1,032.
    /// </summary>
    internal const int UnpackedRatio = 250;

    /// <summary>
    /// Returns how many bytes the values of a file may have in total: a workbook stores a text once and can use it a
    /// million times.
    /// </summary>
    /// <param name="fileBytes">Bytes of the file.</param>
    internal static long ValueBytes(long fileBytes) => Math.Max(128L << 20, 20 * fileBytes);

    /// <summary>Rows of a sheet of a workbook, with the header (ISO/IEC 29500).</summary>
    internal const int SheetRows = 1_048_576;
}
