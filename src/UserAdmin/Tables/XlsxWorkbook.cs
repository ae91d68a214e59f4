using DocumentFormat.OpenXml.Spreadsheet;

namespace UserAdmin.Tables;

/// <summary>The properties of a workbook and the data that its sheets share.</summary>
/// <param name="Sheets">Names and parts of the visible sheets, in order.</param>
/// <param name="Since1904">Whether its days are counted from 1904.</param>
/// <param name="Styles">The number formats.</param>
/// <param name="Strings">The texts that cells share.</param>
internal sealed record XlsxWorkbook(
    IReadOnlyList<(string Name, string Part)> Sheets,
    bool Since1904,
    XlsxStyles Styles,
    XlsxStrings Strings
) : IDisposable
{
    /// <summary>Reads the workbook.</summary>
    /// <param name="package">The parts.</param>
    /// <param name="folder">The folder for a file with the shared texts.</param>
    public static XlsxWorkbook Read(XlsxPackage package, string folder)
    {
        var main = package.Relations("").Values.FirstOrDefault(part => part.Kind == "officeDocument").Target;
        if (main is null || !main.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnreadableTableException(Other(package, main));
        }

        var parts = package.Relations(main);
        var (sheets, since1904) = SheetsOf(package, main, parts);
        var styles = XlsxStyles.Read(package, Part("styles"));
        return new XlsxWorkbook(sheets, since1904, styles, XlsxStrings.Read(package, Part("sharedStrings"), folder));

        string? Part(string kind) => parts.Values.FirstOrDefault(part => part.Kind == kind).Target;
    }

    public void Dispose() => Strings.Dispose();

    private static (List<(string Name, string Part)> Sheets, bool Since1904) SheetsOf(
        XlsxPackage package,
        string main,
        Dictionary<string, (string Target, string Kind)> parts
    )
    {
        using var reader = package.Open(main);
        var (sheets, since1904, isWorkbook) = (new List<(string, string)>(), false, false);
        while (reader?.Read() == true)
        {
            if (!reader.IsStartElement)
            {
                continue;
            }

            isWorkbook |= reader.ElementType == typeof(Workbook);
            if (reader.ElementType == typeof(WorkbookProperties))
            {
                since1904 = XlsxStyles.Attribute(reader, "date1904") is "1" or "true";
            }
            else if (
                reader.ElementType == typeof(Sheet)
                && XlsxStyles.Attribute(reader, "state") is null or "visible"
                && XlsxStyles.Attribute(reader, "id") is { } id
                && parts.TryGetValue(id, out var part)
                && part.Kind == "worksheet"
            )
            {
                sheets.Add((XlsxStyles.Attribute(reader, "name") ?? "", part.Target));
            }
        }

        return isWorkbook ? (sheets, since1904) : throw new UnreadableTableException(Other(package, main));
    }

    private static Messaging.Error Other(XlsxPackage package, string? main) =>
        main is not null || package.Has("mimetype") || package.Has("content.xml")
            ? TableErrors.OtherWorkbook
            : TableErrors.NoWorkbook;
}
