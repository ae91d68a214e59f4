using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>A cell that holds no value.</summary>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Error">What is in it instead, and what to do.</param>
internal sealed record CellError(int Column, Error Error);

/// <summary>
/// Reads a table row by row, never the whole. Rows without any value are passed over, as a spreadsheet shows them
/// empty. A row with fewer values than columns is filled up with nothing; one with more has a <see cref="RowError"/>.
/// </summary>
internal abstract class TableReader : IDisposable
{
    public abstract TableDescription Description { get; }

    /// <summary>
    /// Number of the row as a spreadsheet counts: rows above the titles and empty rows count. Of JSON Lines, the number
    /// of the line.
    /// </summary>
    public abstract int RowNumber { get; }

    /// <summary>What is wrong with this row alone, or null. Its values are then as far as they could be read.</summary>
    public abstract Error? RowError { get; }

    /// <summary>What is wrong with single cells of this row: they hold no value that could be meant.</summary>
    public virtual IReadOnlyList<CellError> CellErrors => [];

    /// <summary>The first rows of the file with what stands above the titles; of JSON Lines none.</summary>
    public virtual IReadOnlyList<IReadOnlyList<string?>> FirstRows => [];

    /// <summary>
    /// The value of a column of this row, from 0, with the apostrophe that guards from formulas taken off; null when it
    /// is empty.
    /// </summary>
    public abstract string? this[int column] { get; }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="UnreadableTableException">The file cannot be read further.</exception>
    public abstract bool Read();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>Titles as columns: trimmed, each once, none empty.</summary>
    protected static IReadOnlyList<string> Columns(IEnumerable<string?> titles)
    {
        var columns = new List<string>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var title in titles)
        {
            var name = string.IsNullOrWhiteSpace(title)
                ? FormattableString.Invariant($"Column {columns.Count + 1}")
                : title.Trim();
            var single = name;
            for (var number = 2; !taken.Add(single); number++)
            {
                single = FormattableString.Invariant($"{name} ({number})");
            }

            columns.Add(single);
        }

        return columns.Count <= TableLimits.Columns
            ? columns
            : throw new UnreadableTableException(TableErrors.TooManyColumns);
    }
}
