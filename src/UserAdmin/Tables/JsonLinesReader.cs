using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>Reads JSON Lines: one object on each line, whose values <see cref="JsonValues"/> finds.</summary>
internal sealed class JsonLinesReader : TableReader
{
    // The limit of what is read ahead, because it is in memory.
    private const int MostAhead = 4 << 20;

    private readonly TableText _text;
    private readonly JsonColumns _columns;
    private readonly Queue<(int Number, string? Line)> _ahead = [];
    private char[] _line = new char[1024];
    private int _lineNumber;
    private int _number;
    private int _count;
    private Error? _error;

    public JsonLinesReader(TableText text, Func<string, bool> isTitle)
    {
        (_text, _columns) = (text, new JsonColumns(isTitle));
        for (
            var length = 0;
            length < MostAhead && _ahead.Count < JsonColumns.NamingObjects && NextLine() is { } line;
            length += line.Line?.Length ?? 0
        )
        {
            _ahead.Enqueue(line);
            _columns.Find(line.Line);
        }

        if (_columns.Count == 0)
        {
            throw new UnreadableTableException(TableErrors.NoObject);
        }

        Description = new TableDescription(TableFormat.JsonLines, text.Encoding.Name, null, Columns(_columns.Names))
        {
            IsEncodingDoubtful = text.Encoding.IsDoubtful,
        };
    }

    public override TableDescription Description { get; }

    public override int RowNumber => _number;

    public override Error? RowError => _error;

    public override string? this[int column] => _columns[column];

    public override bool Read()
    {
        if ((_ahead.TryDequeue(out var ahead) ? ahead : NextLine()) is not { } next)
        {
            return false;
        }

        _number = next.Number;
        if (next.Line is null)
        {
            _columns.Clear();
            _error = TableErrors.RowTooLong;
        }
        else
        {
            _error = _columns.Take(next.Line);
        }

        return ++_count <= TableLimits.Rows ? true : throw new UnreadableTableException(TableErrors.TooManyRows);
    }

    protected override void Dispose(bool disposing) => _text.Dispose();

    /// <summary>Returns the next line that is not blank, with its number; its text is null if it is too long.</summary>
    private (int Number, string? Line)? NextLine()
    {
        var used = 0;
        while (_text.More(_lineNumber + 1))
        {
            var rest = _text.Rest;
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            if (part.Contains('\0'))
            {
                throw new UnreadableTableException(TableErrors.Nul(_lineNumber + 1));
            }

            used = Append(part, used);
            _text.Take(end < 0 ? rest.Length : end + 1);
            if (end < 0 && _text.More(_lineNumber + 1))
            {
                continue;
            }

            _lineNumber++;
            if (used > TableLimits.RowLength)
            {
                return (_lineNumber, null);
            }

            var line = _line.AsSpan(0, used).Trim();
            if (line.Length > 0)
            {
                return (_lineNumber, line.ToString());
            }

            used = 0;
        }

        return null;
    }

    private int Append(ReadOnlySpan<char> part, int used)
    {
        if (used + part.Length > TableLimits.RowLength)
        {
            return TableLimits.RowLength + 1;
        }

        if (used + part.Length > _line.Length)
        {
            Array.Resize(ref _line, Math.Max(_line.Length * 2, used + part.Length));
        }

        part.CopyTo(_line.AsSpan(used));
        return used + part.Length;
    }
}
