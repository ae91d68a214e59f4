using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>An error of a cell without a usable value.</summary>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Error">What is wrong and what to do.</param>
internal sealed record CellError(int Column, Error Error);

/// <summary>
/// Reads a table row by row, without loading the whole. Rows without any value are skipped. Missing values at the end
/// of a row are null; a row with more values than columns has a <see cref="RowError"/>.
/// </summary>
internal abstract class TableReader : IDisposable
{
    public abstract TableDescription Description { get; }

    /// <summary>
    /// Number of the row as in a spreadsheet, counting rows above the titles and empty rows. For JSON Lines, the number
    /// of the line.
    /// </summary>
    public abstract int RowNumber { get; }

    /// <summary>The error of this row, or null. If there is one, the row has the values that could be read.</summary>
    public abstract Error? RowError { get; }

    /// <summary>The errors of single cells of this row, which have no usable value.</summary>
    public virtual IReadOnlyList<CellError> CellErrors => [];

    /// <summary>The first rows of the file, including those above the titles; empty for JSON Lines.</summary>
    public virtual IReadOnlyList<IReadOnlyList<string?>> FirstRows => [];

    /// <summary>
    /// The value of a column of this row, from 0, without the apostrophe that guards against formulas; null if it is
    /// empty.
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

    /// <summary>Converts titles to column names: trimmed, unique and not empty.</summary>
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
