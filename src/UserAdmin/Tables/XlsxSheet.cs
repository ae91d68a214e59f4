using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>The rows of one sheet, as the Open XML SDK's streaming reader gives its elements. A formula is read as the value it was saved with.</summary>
internal sealed class XlsxSheet : IDisposable
{
    private readonly XlsxWorkbook _workbook;
    private readonly XlsxMerges _merges = new();
    private readonly OpenXmlPartReader? _reader;
    private readonly bool _readsHidden;
    private readonly StringBuilder _text = new();
    private string? _type;
    private string? _style;
    private string? _value;
    private int _column;
    private int _length;
    private bool _isFormula;
    private bool _isAloud;
    private bool _isHidden;

    public XlsxSheet(XlsxPackage package, XlsxWorkbook workbook, string part, bool readsHidden)
    {
        (_workbook, _readsHidden) = (workbook, readsHidden);
        // They stand behind the rows that they are about.
        _reader = package.Open(part, _merges.Add);
    }

    public int Number { get; private set; }

    public int Width { get; private set; }

    public Error? Error { get; private set; }

    public string?[] Values { get; } = new string?[TableLimits.Columns];

    public List<CellError> CellErrors { get; } = [];

    /// <summary>How many rows with values were hidden so far.</summary>
    public int Hidden { get; private set; }

    /// <summary>How many cells got the value of the merged cell that they are part of.</summary>
    public int Merged => _merges.Filled;

    /// <summary>Goes to the next row that has a value.</summary>
    public bool Next(Func<int, string> titleOf)
    {
        while (_reader?.Read() == true)
        {
            if (_reader.ElementType == typeof(Row))
            {
                if (_reader.IsStartElement)
                {
                    BeginRow();
                }

                if (_reader.IsEndElement && EndRow())
                {
                    return true;
                }
            }
            else
            {
                Take(titleOf);
            }
        }

        return false;
    }

    public void Dispose() => _reader?.Dispose();

    /// <summary>The column of a cell from its reference, such as 27 of <c>AB12</c>; null when it has none.</summary>
    public static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference.AsSpan().TrimStart('$'))
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

    private void BeginRow()
    {
        Array.Clear(Values);
        CellErrors.Clear();
        (Width, Error, _column, _length, _isHidden) = (0, null, -1, 0, false);
        var number = 0;
        foreach (var attribute in _reader!.Attributes)
        {
            switch (attribute.LocalName)
            {
                case "r": _ = int.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out number); break;
                case "hidden": _isHidden = attribute.Value is "1" or "true"; break;
                case "ht": _isHidden |= attribute.Value is "0"; break;
            }
        }

        Number = Math.Max(Number + 1, number);
        if (Number > TableLimits.SheetRows)
        {
            throw new InvalidDataException("A sheet has no such row.");
        }
    }

    private bool EndRow()
    {
        var hasValues = Width > 0 || CellErrors.Count > 0;
        Width = Math.Max(Width, _merges.Fill(Number, Values, hasValues && (_readsHidden || !_isHidden)));
        Hidden += hasValues && _isHidden ? 1 : 0;
        return hasValues && (_readsHidden || !_isHidden);
    }

    private void Take(Func<int, string> titleOf)
    {
        var kind = _reader!.ElementType;
        if (kind == typeof(Cell))
        {
            if (_reader.IsStartElement)
            {
                BeginCell();
            }

            if (_reader.IsEndElement)
            {
                EndCell(titleOf);
            }
        }
        else if (kind == typeof(PhoneticRun))
        {
            _isAloud = _reader.IsStartElement;
        }
        else if (_reader.IsStartElement && kind == typeof(CellValue))
        {
            _value = _reader.GetText();
        }
        else if (_reader.IsStartElement && kind == typeof(Text) && !_isAloud)
        {
            _value = _text.Append(_reader.GetText()).ToString();
        }
        else if (kind == typeof(CellFormula))
        {
            _isFormula = true;
        }
    }

    private void BeginCell()
    {
        (_type, _style, _value, _isFormula) = (null, null, null, false);
        _text.Clear();
        var column = default(int?);
        foreach (var attribute in _reader!.Attributes)
        {
            switch (attribute.LocalName)
            {
                case "r": column = ColumnOf(attribute.Value); break;
                case "t": _type = attribute.Value; break;
                case "s": _style = attribute.Value; break;
            }
        }

        _column = column ?? _column + 1;
    }

    private void EndCell(Func<int, string> titleOf)
    {
        if (_value is null && _isFormula)
        {
            CellErrors.Add(new CellError(_column, TableErrors.NoSavedValue(Reference)));
        }
        else if (_type == "e" && _value is { Length: > 0 })
        {
            CellErrors.Add(new CellError(_column, TableErrors.ErrorValue(Reference, _value)));
        }

        if (Shown() is not { Length: > 0 } value)
        {
            return;
        }

        (_length, Width) = (_length + value.Length, Math.Max(Width, _column + 1));
        if (_length > TableLimits.RowLength)
        {
            Error ??= TableErrors.RowTooLong;
        }
        else if (_column < Values.Length)
        {
            Values[_column] = FormulaGuard.Bare(value);
            Error ??= value.Length > TableLimits.ValueLength ? TableErrors.ValueTooLong(titleOf(_column)) : null;
        }
    }

    private string Reference => FormattableString.Invariant($"{XlsxWriter.Letters(_column + 1)}{Number}");

    private string? Shown() => (_type, _value) switch
    {
        (_, null or "") => null,
        ("s", _) => int.TryParse(_value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? _workbook.Strings[number] : throw new InvalidDataException("No number of a text."),
        ("b", _) => _value is "1" or "true" ? "true" : "false",
        ("str" or "inlineStr", _) => XlsxText.Decoded(_value),
        ("e" or "d", _) => _value,
        _ => _workbook.Styles.Text(_value, int.TryParse(_style, NumberStyles.None, CultureInfo.InvariantCulture, out var look) ? look : -1, _workbook.Since1904),
    };
}
