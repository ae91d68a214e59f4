using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// Reads CSV as spreadsheets do (RFC 4180 and common deviations, see <see cref="CsvDialect"/>): rows end with CR, LF or
/// both; a quotation mark is special only at the beginning of a value; text after a closing one belongs to the value.
/// Only the current row is in memory.
/// </summary>
internal sealed class CsvReader : TitledTableReader
{
    private readonly TableText _text;
    private readonly CsvDialect _dialect;
    private readonly int[] _ends = new int[TableLimits.Columns + 1];
    private char[] _row = new char[1024];
    private int _used;
    private int _values;
    private int _furthest;
    private int _number;
    private Error? _error;

    /// <summary>Opens the text and reads up to the column titles.</summary>
    public CsvReader(TableText text, TableChoice choice, Func<string, bool> isTitle)
    {
        _text = text;
        text.More(row: 1);
        var said = CsvSeparator.Said(text.Rest);
        // A spreadsheet does not show the separator line, so it is not counted.
        text.Take(said?.Length ?? 0);
        _dialect = CsvDialect.Of(text.Rest, text.IsWhole, said?.Separator);
        var (titles, row, _) =
            ReadTitles(choice.TitleRow, isTitle) ?? throw new UnreadableTableException(TableErrors.Empty);
        Description = new TableDescription(TableFormat.Csv, text.Encoding.Name, _dialect.Separator, titles)
        {
            IsEncodingDoubtful = text.Encoding.IsDoubtful,
            TitleRow = row,
        };
    }

    public override TableDescription Description { get; }

    protected override int Number => _number;

    protected override int Width => _furthest;

    protected override int FullWidth => _values;

    protected override Error? Error => _error;

    protected override string? Value(int column) =>
        Raw(column) is { Length: > 0 } value ? FormulaGuard.Bare(value) : null;

    protected override void Dispose(bool disposing) => _text.Dispose();

    protected override bool NextRow()
    {
        while (_text.More(_number))
        {
            _number++;
            (_used, _values, _furthest, _error) = (0, 0, 0, null);
            while (!ReadValue()) { }

            JoinPictures();

            if (_furthest > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a value.</summary>
    /// <returns>True if it is the last value of the row.</returns>
    private bool ReadValue()
    {
        var start = _used;
        while (_dialect.SkipsBlanks && _text.More(_number) && _text.Rest[0] == ' ')
        {
            _text.Take(1);
        }

        if (_text.More(_number) && _text.Rest[0] == _dialect.Quote)
        {
            _text.Take(1);
            Quoted(start);
        }

        while (_text.More(_number))
        {
            var rest = _text.Rest;
            var end = rest.IndexOfAny(_dialect.Separator, '\r', '\n');
            Append(end < 0 ? rest : rest[..end]);
            if (end >= 0)
            {
                if (rest[end] == _dialect.Separator && IsEscaped(start))
                {
                    _row[_used - 1] = _dialect.Separator;
                    _text.Take(end + 1);
                    continue;
                }

                var (isLast, isReturn) = (rest[end] != _dialect.Separator, rest[end] == '\r');
                _text.Take(end + 1);
                if (isReturn && isLast && _text.More(_number) && _text.Rest[0] == '\n')
                {
                    _text.Take(1);
                }

                EndValue(start);
                return isLast;
            }

            _text.Take(rest.Length);
        }

        EndValue(start);
        return true;
    }

    /// <summary>
    /// Reads up to the closing quotation mark. Two quotation marks in a row stand for one that is part of the value.
    /// </summary>
    /// <param name="start">Where the value begins in the row.</param>
    private void Quoted(int start)
    {
        while (_text.More(_number))
        {
            var rest = _text.Rest;
            var end = rest.IndexOf(_dialect.Quote);
            Append(end < 0 ? rest : rest[..end]);
            _text.Take(end < 0 ? rest.Length : end + 1);
            if (end < 0)
            {
                continue;
            }

            if (IsEscaped(start))
            {
                _row[_used - 1] = _dialect.Quote;
            }
            else if (!_text.More(_number) || _text.Rest[0] != _dialect.Quote)
            {
                return;
            }
            else
            {
                Append([_dialect.Quote]);
                _text.Take(1);
            }
        }

        throw new UnreadableTableException(TableErrors.OpenQuote(_number));
    }

    /// <summary>Whether what follows the value so far is escaped: an even number of backslashes is not.</summary>
    private bool IsEscaped(int start)
    {
        var value = _row.AsSpan(start, _used - start);
        return _dialect.Escapes && (value.Length - value.TrimEnd('\\').Length) % 2 == 1;
    }

    private string Raw(int column)
    {
        var start = column == 0 ? 0 : _ends[column - 1];
        return column < _values && _ends[column] > start ? new string(_row, start, _ends[column] - start) : "";
    }

    /// <summary>Joins what a comma in the address of a picture has split, see <see cref="PlainTable"/>.</summary>
    private void JoinPictures()
    {
        if (
            _values > PlainTable.FirebaseWidth + PlainTable.FirebasePictures.Count
            || _values <= PlainTable.FirebaseWidth
            || PlainTable.WithWholePictures([.. Enumerable.Range(0, _values).Select(Raw)]) is not { } joined
        )
        {
            return;
        }

        (_used, _values, _furthest) = (0, 0, 0);
        foreach (var value in joined)
        {
            var start = _used;
            Append(value);
            EndValue(start);
        }
    }

    private void Append(ReadOnlySpan<char> characters)
    {
        if (characters.Contains('\0'))
        {
            throw new UnreadableTableException(TableErrors.Nul(_number));
        }

        if (_used + characters.Length > TableLimits.RowLength)
        {
            _error = TableErrors.RowTooLong;
            return;
        }

        if (_used + characters.Length > _row.Length)
        {
            Array.Resize(ref _row, Math.Max(_row.Length * 2, _used + characters.Length));
        }

        characters.CopyTo(_row.AsSpan(_used));
        _used += characters.Length;
    }

    private void EndValue(int start)
    {
        if (_used > start)
        {
            _furthest = _values + 1;
            if (_used - start > TableLimits.ValueLength)
            {
                _error ??= TableErrors.ValueTooLong(TitleOf(_values));
            }
        }

        if (_values < _ends.Length)
        {
            _ends[_values] = _used;
        }

        _values++;
    }
}
