using System.Xml;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// Reads one sheet of a workbook row by row: the chosen one, or the first visible one with column titles in its first
/// rows. Hidden rows are skipped unless requested.
/// </summary>
internal sealed class XlsxReader : TitledTableReader
{
    private readonly XlsxPackage _package;
    private readonly XlsxWorkbook? _workbook;
    private readonly TableDescription _description = null!;
    private XlsxSheet? _sheet;

    /// <summary>Opens a workbook and reads up to the titles.</summary>
    /// <exception cref="InvalidDataException">The workbook is damaged.</exception>
    public XlsxReader(FileStream stream, TableChoice choice, Func<string, bool> isTitle)
    {
        _package = new XlsxPackage(stream);
        try
        {
            _workbook = XlsxWorkbook.Read(_package, Path.GetDirectoryName(stream.Name)!);
            var sheet = SheetToRead(choice, isTitle);
            _sheet = new XlsxSheet(_package, _workbook, sheet.Part, choice.ReadsHiddenRows);
            var (titles, row, _) =
                ReadTitles(choice.TitleRow, isTitle)
                ?? throw new UnreadableTableException(
                    _sheet.Hidden > 0 ? TableErrors.AllHidden(_sheet.Hidden) : TableErrors.NoSheet
                );
            _description = new TableDescription(TableFormat.Xlsx, "utf-8", null, titles)
            {
                Sheet = sheet.Name,
                Sheets = [.. _workbook.Sheets.Select(one => one.Name)],
                TitleRow = row,
                ReadsHiddenRows = choice.ReadsHiddenRows,
            };
        }
        catch (Exception fault)
        {
            Dispose();
            throw Unreadable(fault);
        }
    }

    public override TableDescription Description =>
        _description is null ? null! : _description with { HiddenRows = _sheet!.Hidden, MergedCells = _sheet.Merged };

    protected override int Number => _sheet!.Number;

    protected override int Width => _sheet!.Width;

    protected override Error? Error => _sheet!.Error;

    protected override IReadOnlyList<CellError> ErrorsOfCells => _sheet!.CellErrors;

    protected override string? Value(int column) => column < TableLimits.Columns ? _sheet!.Values[column] : null;

    protected override bool NextRow()
    {
        try
        {
            return _sheet!.Next(NameOf);
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            throw Unreadable(fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _sheet?.Dispose();
        _workbook?.Dispose();
        _package.Dispose();
    }

    private string NameOf(int column) =>
        _description?.Columns.ElementAtOrDefault(column) ?? FormattableString.Invariant($"Column {column + 1}");

    private (string Name, string Part) SheetToRead(TableChoice choice, Func<string, bool> isTitle)
    {
        var sheets = _workbook!.Sheets;
        if (choice.Sheet is { } chosen)
        {
            return sheets.FirstOrDefault(sheet => sheet.Name == chosen) is { Part: not null } named
                ? named
                : throw new UnreadableTableException(TableErrors.UnknownSheet(chosen));
        }

        var best = (Sheet: sheets.Count > 0 ? sheets[0] : default, Known: -1);
        foreach (var sheet in sheets.Count > 1 ? sheets : [])
        {
            // Instructions for filling in the table are often on a sheet before it.
            var known = TitlesOn(sheet.Part, isTitle);
            if (best.Known < 2 && (known >= 2 || (known >= 0 && best.Known < 0)))
            {
                best = (sheet, known);
            }
        }

        return best.Sheet is { Part: not null } found ? found : throw new UnreadableTableException(TableErrors.NoSheet);
    }

    /// <summary>
    /// Returns the largest number of known titles in any of the first rows; −1 if the sheet is empty.
    /// </summary>
    private int TitlesOn(string part, Func<string, bool> isTitle)
    {
        using var sheet = new XlsxSheet(_package, _workbook!, part, readsHidden: false);
        var most = -1;
        for (var row = 0; row < LookedAt && sheet.Next(NameOf); row++)
        {
            most = Math.Max(most, sheet.Values.Count(value => value is not null && isTitle(value)));
        }

        return most;
    }

    private Exception Unreadable(Exception fault) =>
        fault switch
        {
            XmlException or InvalidDataException => new UnreadableTableException(
                TableErrors.DamagedSheet(_sheet?.Number ?? 0),
                fault
            ),
            _ => fault,
        };
}
