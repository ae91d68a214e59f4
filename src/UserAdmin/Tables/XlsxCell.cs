using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using UserAdmin.Messaging;
using CellText = DocumentFormat.OpenXml.Spreadsheet.Text;

namespace UserAdmin.Tables;

/// <summary>The current cell of a sheet, built from its XML elements.</summary>
internal sealed class XlsxCell(XlsxWorkbook workbook)
{
    private readonly StringBuilder _text = new();
    private string? _type;
    private string? _style;
    private string? _value;
    private bool _isFormula;
    private bool _isAloud;

    /// <summary>Its column, from 0.</summary>
    public int Column { get; private set; } = -1;

    /// <summary>Starts a row. Cells without a reference are counted from the first column.</summary>
    public void BeginRow() => Column = -1;

    /// <summary>Processes the current element of the reader.</summary>
    /// <returns>True if a cell has ended with it.</returns>
    public bool Take(OpenXmlReader reader)
    {
        var kind = reader.ElementType;
        if (kind == typeof(Cell))
        {
            if (reader.IsStartElement)
            {
                Begin(reader);
            }

            return reader.IsEndElement;
        }

        if (kind == typeof(PhoneticRun))
        {
            // Phonetic guides of East Asian words are not part of the value.
            _isAloud = reader.IsStartElement;
        }
        else if (reader.IsStartElement && kind == typeof(CellValue))
        {
            _value = reader.GetText();
        }
        else if (reader.IsStartElement && kind == typeof(CellText) && !_isAloud)
        {
            _value = _text.Append(reader.GetText()).ToString();
        }
        else if (kind == typeof(CellFormula))
        {
            _isFormula = true;
        }

        return false;
    }

    /// <summary>Returns the reason why the cell has no usable value, or null.</summary>
    public Error? Unmeant(int row)
    {
        var isError = _type == "e" && _value is { Length: > 0 };
        if (!isError && (_value is not null || !_isFormula))
        {
            return null;
        }

        var cell = FormattableString.Invariant($"{XlsxWriter.Letters(Column + 1)}{row}");
        return isError ? TableErrors.ErrorValue(cell, _value!) : TableErrors.NoSavedValue(cell);
    }

    /// <summary>Returns the value as an administrator sees it; null if it is empty.</summary>
    public string? Shown() =>
        (_type, _value) switch
        {
            (_, null or "") => null,
            ("s", _) => int.TryParse(_value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? workbook.Strings[number]
                : throw new InvalidDataException("The number of a text is not valid."),
            ("b", _) => _value is "1" or "true" ? "true" : "false",
            ("str" or "inlineStr", _) => XlsxText.Decoded(_value),
            ("e" or "d", _) => _value,
            _ => workbook.Styles.Text(
                _value,
                int.TryParse(_style, NumberStyles.None, CultureInfo.InvariantCulture, out var look) ? look : -1,
                workbook.Since1904
            ),
        };

    /// <summary>
    /// Returns the column of a cell from its reference, such as 27 for <c>AB12</c>; null if it has none.
    /// </summary>
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
                throw new InvalidDataException("The column of a cell is not valid.");
            }
        }

        return column > 0 ? column - 1 : null;
    }

    private void Begin(OpenXmlReader reader)
    {
        (_type, _style, _value, _isFormula) = (null, null, null, false);
        _text.Clear();
        var column = default(int?);
        foreach (var attribute in reader.Attributes)
        {
            switch (attribute.LocalName)
            {
                case "r":
                    column = ColumnOf(attribute.Value);
                    break;
                case "t":
                    _type = attribute.Value;
                    break;
                case "s":
                    _style = attribute.Value;
                    break;
            }
        }

        Column = column ?? Column + 1;
    }
}
