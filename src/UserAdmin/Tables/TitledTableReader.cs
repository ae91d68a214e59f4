using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// Reads tables whose column titles are in one of the first rows; people may write a heading above them.
/// </summary>
internal abstract class TitledTableReader : TableReader
{
    /// <summary>The number of rows that are searched for titles.</summary>
    internal const int LookedAt = 20;

    private readonly Queue<Row> _ahead = [];
    private readonly List<string?[]> _first = [];
    private Row? _current;
    private bool _isMarked;
    private Error? _tooMany;
    private int _columns = TableLimits.Columns;
    private int _titleRow;
    private int _count;

    public sealed override int RowNumber => _current?.Number ?? Number;

    public sealed override Error? RowError => (_current is { } row ? row.Error : Error) ?? _tooMany;

    public sealed override IReadOnlyList<IReadOnlyList<string?>> FirstRows => _first;

    public sealed override IReadOnlyList<CellError> CellErrors => _current is { } row ? row.CellErrors : ErrorsOfCells;

    public sealed override string? this[int column] =>
        (
            column >= _columns ? null
            : _current is { } row ? row.Values.ElementAtOrDefault(column)
            : Value(column)
        )
            is { } value
            ? _isMarked && value[0] == '\''
                ? value.Length > 1
                    ? value[1..]
                    : null
                : value
            : null;

    /// <summary>Number of the current row.</summary>
    protected abstract int Number { get; }

    /// <summary>The number of values in the row, up to the last non-empty one.</summary>
    protected abstract int Width { get; }

    /// <summary>
    /// The number of values including empty ones at the end, which count as columns in the title row.
    /// </summary>
    protected virtual int FullWidth => Width;

    /// <summary>The error of the row, or null.</summary>
    protected abstract Error? Error { get; }

    /// <summary>The errors of single cells of the row.</summary>
    protected virtual IReadOnlyList<CellError> ErrorsOfCells => [];

    public sealed override bool Read()
    {
        if (_ahead.TryDequeue(out var ahead))
        {
            _current = ahead;
        }
        else if (NextRow())
        {
            _current = null;
        }
        else
        {
            return false;
        }

        if (_titleRow > 0 && IsExample())
        {
            return Read();
        }

        var width = _current?.Width ?? Width;
        _tooMany = width > _columns ? TableErrors.TooManyValues(width, _columns) : null;
        return ++_count <= TableLimits.Rows ? true : throw new UnreadableTableException(TableErrors.TooManyRows);
    }

    /// <summary>Goes to the next row that has a value.</summary>
    /// <returns>False at the end.</returns>
    protected abstract bool NextRow();

    /// <summary>Returns a value of the row, or null if it is empty.</summary>
    protected abstract string? Value(int column);

    /// <summary>
    /// Returns the title of a column for use in a message, or its number before the titles are known.
    /// </summary>
    protected string TitleOf(int column) =>
        Description?.Columns.ElementAtOrDefault(column) ?? FormattableString.Invariant($"Column {column + 1}");

    /// <summary>Reads up to the row of titles.</summary>
    /// <param name="titleRow">Number of the row with the titles; 0 if there is none; null to search for it.</param>
    /// <param name="isTitle">Returns whether a text is a known column title.</param>
    /// <returns>The titles, the number of their row (0 if there is none) and how many of them are known; null if there
    /// is no row.</returns>
    protected (IReadOnlyList<string> Titles, int Row, int Known)? ReadTitles(int? titleRow, Func<string, bool> isTitle)
    {
        var (titles, known) = (default(Row), -1);
        while ((titleRow is null or 0 ? _ahead.Count < LookedAt : titles is null) && NextRow())
        {
            var row = new Row(
                Number,
                Width,
                FullWidth,
                [.. Enumerable.Range(0, Math.Min(FullWidth, TableLimits.Columns)).Select(Value)],
                Error,
                [.. ErrorsOfCells]
            );
            if (titleRow is null or 0)
            {
                _ahead.Enqueue(row);
            }

            if (_first.Count < LookedAt)
            {
                _first.Add(row.Values);
            }

            var words = row.Values.Count(value => value is not null && isTitle(value));
            // A single known word may be a person's name; two in a row indicate titles.
            if (titleRow is null ? titles is null || (words >= 2 && words > known) : row.Number >= titleRow)
            {
                (titles, known) = (row, words);
            }
        }

        if (titles is null)
        {
            return null;
        }

        // Titles are no addresses: such a row is the first person of a table without titles.
        if (titleRow is 0 || (titleRow is null && known < 2 && titles.Values.Any(PlainTable.IsAddress)))
        {
            var names = PlainTable.Titles(_ahead.Select(row => row.Values).ToList(), titles.FullWidth);
            (_columns, _isMarked) = (names.Count, AreMarked());
            return (Columns(names), 0, 0);
        }

        while (_ahead.TryPeek(out var above) && above.Number <= titles.Number)
        {
            _ahead.Dequeue();
        }

        (_titleRow, _isMarked) = (titles.Number, AreMarked());
        var columns = Columns(titles.Values);
        _columns = columns.Count;
        return (titles.FullWidth > TableLimits.Columns, titles.Error) switch
        {
            (true, _) => throw new UnreadableTableException(TableErrors.TooManyColumns),
            (_, { } error) => throw new UnreadableTableException(error),
            _ => (columns, titles.Number, known),
        };
    }

    /// <summary>
    /// Whether every text below the titles begins with an apostrophe, as in an export of Auth0. Those that could be
    /// formulas lost theirs before.
    /// </summary>
    private bool AreMarked()
    {
        var texts = _ahead
            .SelectMany(row => row.Values)
            .OfType<string>()
            .Where(value => !PlainTable.IsUnmarked(value) && !FormulaGuard.IsDangerous(value))
            .ToList();
        return texts.Count > 1 && texts.TrueForAll(value => value[0] == '\'' && value is not [.., '\'']);
    }

    /// <summary>Whether the row below the titles is the example of a template, which begins by saying so.</summary>
    private bool IsExample() =>
        (_current?.Number ?? Number) == _titleRow + 1
        && this[0] is { } first
        && first.StartsWith("Example:", StringComparison.OrdinalIgnoreCase);

    private sealed record Row(
        int Number,
        int Width,
        int FullWidth,
        string?[] Values,
        Error? Error,
        CellError[] CellErrors
    );
}
