using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// Reads the rows of one sheet with the Open XML SDK's streaming reader. A formula is read as its saved value.
/// </summary>
internal sealed class XlsxSheet : IDisposable
{
    private readonly XlsxMerges _merges = new();
    private readonly OpenXmlPartReader? _reader;
    private readonly bool _readsHidden;
    private readonly XlsxCell _cell;
    private int _length;
    private bool _isHidden;

    public XlsxSheet(XlsxPackage package, XlsxWorkbook workbook, string part, bool readsHidden)
    {
        (_cell, _readsHidden) = (new XlsxCell(workbook), readsHidden);
        // Merged cells are listed after the rows in the file, so they are read in advance.
        _reader = package.Open(part, _merges.Add);
    }

    public int Number { get; private set; }

    public int Width { get; private set; }

    public Error? Error { get; private set; }

    public string?[] Values { get; } = new string?[TableLimits.Columns];

    public List<CellError> CellErrors { get; } = [];

    /// <summary>The number of hidden rows with values so far.</summary>
    public int Hidden { get; private set; }

    /// <summary>The number of cells that got the value of the merged cell they belong to.</summary>
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

    private void BeginRow()
    {
        Array.Clear(Values);
        CellErrors.Clear();
        (Width, Error, _length, _isHidden) = (0, null, 0, false);
        _cell.BeginRow();
        var number = 0;
        foreach (var attribute in _reader!.Attributes)
        {
            switch (attribute.LocalName)
            {
                case "r":
                    _ = int.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out number);
                    break;
                case "hidden":
                    _isHidden = attribute.Value is "1" or "true";
                    break;
                case "ht":
                    _isHidden |= attribute.Value is "0";
                    break;
            }
        }

        Number = Math.Max(Number + 1, number);
        if (Number > TableLimits.SheetRows)
        {
            throw new InvalidDataException("The number of a row is not valid.");
        }
    }

    private bool EndRow()
    {
        var hasValues = Width > 0 || CellErrors.Count > 0;
        Width = Math.Max(Width, _merges.Fill(Number, Values, hasValues && (_readsHidden || !_isHidden), CellErrors));
        Hidden += hasValues && _isHidden ? 1 : 0;
        return hasValues && (_readsHidden || !_isHidden);
    }

    private void Take(Func<int, string> titleOf)
    {
        if (!_cell.Take(_reader!))
        {
            return;
        }

        if (_cell.Unmeant(Number) is { } error)
        {
            CellErrors.Add(new CellError(_cell.Column, error));
        }

        if (_cell.Shown() is not { Length: > 0 } value)
        {
            return;
        }

        (_length, Width) = (_length + value.Length, Math.Max(Width, _cell.Column + 1));
        if (_length > TableLimits.RowLength)
        {
            Error ??= TableErrors.RowTooLong;
        }
        else if (_cell.Column < Values.Length)
        {
            Values[_cell.Column] = FormulaGuard.Bare(value);
            Error ??= value.Length > TableLimits.ValueLength ? TableErrors.ValueTooLong(titleOf(_cell.Column)) : null;
        }
    }
}
