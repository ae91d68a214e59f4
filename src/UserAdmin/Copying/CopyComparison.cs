using System.Data.Common;
using System.Globalization;

namespace UserAdmin.Copying;

/// <summary>Compares a copy with its source, row by row.</summary>
/// <param name="source">Where the copy was read from.</param>
/// <param name="target">Where it was written to.</param>
internal sealed class CopyComparison(ICopySide source, ICopySide target)
{
    private const int MostShown = 20;

    private readonly CopyReader _from = new(source);
    private readonly CopyReader _to = new(target);
    private readonly List<string> _differences = [];

    /// <summary>What is not equal, one line each, at most some.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Compares a table, and returns how many of its rows are equal.</summary>
    /// <param name="here">An open snapshot of the source.</param>
    /// <param name="there">An open snapshot of the target.</param>
    /// <param name="number">The table's number in both.</param>
    /// <param name="count">Counts the rows while they are read.</param>
    public long Run(
        DbConnection here,
        DbConnection there,
        int number,
        Func<IEnumerable<object?[]>, IEnumerable<object?[]>> count
    )
    {
        var (table, into) = (source.Tables[number], target.Tables[number]);
        var precision = Math.Max(source.Precision, target.Precision);
        var equal = 0L;
        foreach (var (row, copied) in CopyMerge.Of(into, count(_from.Rows(here, table)), _to.Rows(there, into)))
        {
            var difference =
                copied is null ? $"{into.Describe(row!)} is not in the copy."
                : row is null ? $"{into.Describe(copied)} is only in the copy."
                : CopiedValues.Difference(into, row, copied, precision) is { } column
                    ? $"{into.Describe(row)} has another {column.Name} in the copy."
                : null;
            if (difference is null)
            {
                equal++;
            }
            else
            {
                Add(difference);
            }
        }

        return equal;
    }

    /// <summary>Adds what is wrong with the log by itself.</summary>
    public void Add(string difference)
    {
        if (_differences.Count < MostShown)
        {
            _differences.Add(difference);
        }
        else if (_differences.Count == MostShown)
        {
            _differences.Add(string.Create(CultureInfo.InvariantCulture, $"More than {MostShown} rows differ."));
        }
    }
}
