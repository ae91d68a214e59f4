using System.Globalization;
using System.Xml;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>Reads the first visible sheet of a workbook, row by row. A formula is read as the value it was saved with.</summary>
internal sealed class XlsxReader : TableReader
{
    private readonly XlsxPackage _package;
    private readonly XlsxStyles? _styles;
    private readonly XlsxStrings? _strings;
    private readonly XmlReader? _sheet;
    private readonly bool _since1904;
    private readonly string?[] _values = new string?[TableLimits.Columns];
    private int _columns = TableLimits.Columns;
    private int _furthest;
    private int _count;
    private Error? _error;

    /// <summary>Opens a workbook.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public XlsxReader(FileStream stream)
    {
        _package = new XlsxPackage(stream);
        try
        {
            var main = _package.Relations("").Values.FirstOrDefault(part => part.Kind == "officeDocument").Target;
            var workbook = main is not null && main.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? _package.Open(main) : null;
            (var sheet, _since1904) = FirstSheet(workbook ?? throw new UnreadableTableException(Other(main)));
            var parts = _package.Relations(main!);
            _styles = XlsxStyles.Read(_package, parts.Values.FirstOrDefault(part => part.Kind == "styles").Target);
            _strings = XlsxStrings.Read(
                _package, parts.Values.FirstOrDefault(part => part.Kind == "sharedStrings").Target, Path.GetDirectoryName(stream.Name)!);
            _sheet = (sheet is null ? null : _package.Open(parts.GetValueOrDefault(sheet).Target)) ?? throw new UnreadableTableException(TableErrors.NoSheet);
            if (!NextRow())
            {
                throw new UnreadableTableException(TableErrors.NoSheet);
            }

            var titles = Columns(_values.Take(_furthest));
            _columns = titles.Count;
            Description = new TableDescription(TableFormat.Xlsx, "utf-8", null, _error is null ? titles : throw new UnreadableTableException(_error));
        }
        catch (Exception fault)
        {
            Dispose();
            throw Unreadable(fault);
        }
    }

    public override TableDescription Description { get; }

    public override int RowNumber => _number;

    public override Error? RowError => _error;

    private int _number;

    public override string? this[int column] => column < _columns ? _values[column] : null;

    public override bool Read()
    {
        try
        {
            return NextRow() && (++_count <= TableLimits.Rows ? true : throw new UnreadableTableException(TableErrors.TooManyRows));
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            throw Unreadable(fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _sheet?.Dispose();
        _strings?.Dispose();
        _package.Dispose();
    }

    private Exception Unreadable(Exception fault) => fault switch
    {
        // The platform says it in a sentence only.
        XmlException when fault.Message.Contains("DTD", StringComparison.Ordinal) => new UnreadableTableException(TableErrors.HostileWorkbook, fault),
        XmlException or InvalidDataException => new UnreadableTableException(TableErrors.DamagedSheet(_number), fault),
        _ => fault,
    };

    private Error Other(string? main) =>
        main is not null || _package.Has("mimetype") || _package.Has("content.xml") ? TableErrors.OtherWorkbook : TableErrors.NoWorkbook;

    private static (string? Relation, bool Since1904) FirstSheet(XmlReader workbook)
    {
        using var reader = workbook;
        var (relation, since1904, isWorkbook) = (default(string), false, false);
        while (XlsxXml.Next(reader))
        {
            isWorkbook |= XlsxXml.IsElement(reader, "workbook");
            if (XlsxXml.IsElement(reader, "workbookPr"))
            {
                since1904 = reader.GetAttribute("date1904") is "1" or "true";
            }
            else if (XlsxXml.IsElement(reader, "sheet") && relation is null && reader.GetAttribute("state") is null or "visible")
            {
                while (reader.MoveToNextAttribute())
                {
                    relation = reader is { LocalName: "id", Prefix.Length: > 0 } ? reader.Value : relation;
                }
            }
        }

        return isWorkbook ? (relation, since1904) : throw new UnreadableTableException(TableErrors.OtherWorkbook);
    }

    /// <summary>Goes to the next row that has a value.</summary>
    private bool NextRow()
    {
        while (XlsxXml.Next(_sheet!))
        {
            if (XlsxXml.IsElement(_sheet, "row"))
            {
                var said = int.TryParse(_sheet.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
                _number = Math.Max(_number + 1, said);
                if (_number > TableLimits.SheetRows)
                {
                    throw new InvalidDataException("A sheet has no such row.");
                }

                if (!_sheet.IsEmptyElement && Cells())
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Reads the cells of a row.</summary>
    /// <returns>Whether there is a value.</returns>
    private bool Cells()
    {
        Array.Clear(_values);
        (_furthest, _error) = (0, null);
        var (column, length) = (-1, 0);
        while (XlsxXml.Next(_sheet!) && !XlsxXml.IsEnd(_sheet, "row"))
        {
            if (XlsxXml.IsElement(_sheet, "c"))
            {
                column = ColumnOf(_sheet.GetAttribute("r")) ?? column + 1;
                var value = Cell();
                if (value is { Length: > 0 })
                {
                    length += value.Length;
                    Place(column, FormulaGuard.Bare(value), isTooLong: value.Length > TableLimits.ValueLength, length);
                }
            }
        }

        if (_furthest > _columns)
        {
            _error ??= _columns < TableLimits.Columns ? TableErrors.TooManyValues(_furthest, _columns) : TableErrors.TooManyColumns;
        }

        return _furthest > 0;
    }

    private void Place(int column, string value, bool isTooLong, int rowLength)
    {
        _furthest = Math.Max(_furthest, column + 1);
        if (rowLength > TableLimits.RowLength)
        {
            _error ??= TableErrors.RowTooLong;
        }
        else if (column < _columns)
        {
            _values[column] = value;
            _error ??= isTooLong ? TableErrors.ValueTooLong(Description?.Columns[column] ?? FormattableString.Invariant($"Column {column + 1}")) : null;
        }
    }

    private string? Cell()
    {
        var (type, style) = (_sheet!.GetAttribute("t"), _sheet.GetAttribute("s"));
        string? value = null;
        var depth = _sheet.Depth;
        while (!_sheet.IsEmptyElement && XlsxXml.Next(_sheet) && _sheet.Depth > depth)
        {
            value = XlsxXml.IsElement(_sheet, "v") ? XlsxXml.PlainText(_sheet)
                : XlsxXml.IsElement(_sheet, "is") ? XlsxXml.RichText(_sheet)
                : value;
        }

        return (type, value) switch
        {
            (_, null or "") => null,
            ("s", _) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? _strings![number] : throw new InvalidDataException("No number of a text."),
            ("b", _) => value is "1" or "true" ? "true" : "false",
            ("str", _) => XlsxXml.Decoded(value),
            ("inlineStr" or "e" or "d", _) => value,
            _ => _styles!.Text(value, int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var look) ? look : -1, _since1904),
        };
    }

    /// <summary>The column of a cell from its reference, such as 27 of <c>AB12</c>; null when it has none.</summary>
    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            if (letter is < 'A' or > 'Z')
            {
                break;
            }

            column = (column * 26) + letter - 'A' + 1;
            if (column > 16_384)
            {
                throw new InvalidDataException("A sheet has no such column.");
            }
        }

        return column > 0 ? column - 1 : null;
    }
}
