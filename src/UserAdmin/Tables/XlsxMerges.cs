using System.Globalization;
using System.Xml;

namespace UserAdmin.Tables;

/// <summary>The merged cells of a sheet: a value that stands in several rows is written in the first of them only.</summary>
internal sealed class XlsxMerges
{
    private const int Most = 200_000;

    private readonly Dictionary<int, List<(int Column, int LastRow)>> _starts = [];
    private readonly Dictionary<int, (string? Value, int LastRow)> _carried = [];
    private int _count;

    /// <summary>How many cells got the value of another one.</summary>
    public int Filled { get; private set; }

    /// <summary>Takes one in when the reader is at one.</summary>
    public void Add(XmlReader reader)
    {
        if (reader.LocalName == "mergeCell" && reader.GetAttribute("ref")?.Split(':') is [var first, var last]
            && At(first) is { } from && At(last) is { } to && to.Row > from.Row && _count++ < Most)
        {
            if (!_starts.TryGetValue(from.Row, out var starts))
            {
                _starts[from.Row] = starts = [];
            }

            starts.Add((from.Column, to.Row));
        }
    }

    /// <summary>Fills the cells of a row that are merged with one above, and remembers what is merged with those below.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="values">Its values.</param>
    /// <param name="fills">Whether the row has a value of its own: one without is no row.</param>
    /// <returns>The last column that was filled and 1; 0 when none was.</returns>
    public int Fill(int row, string?[] values, bool fills)
    {
        var furthest = 0;
        foreach (var (column, (value, lastRow)) in _carried)
        {
            if (row > lastRow)
            {
                _carried.Remove(column);
            }
            else if (fills && values[column] is null && value is not null)
            {
                values[column] = value;
                furthest = Math.Max(furthest, column + 1);
                Filled++;
            }
        }

        foreach (var (column, lastRow) in _starts.GetValueOrDefault(row, []))
        {
            if (column < values.Length)
            {
                _carried[column] = (values[column], lastRow);
            }
        }

        return furthest;
    }

    private static (int Column, int Row)? At(string reference) =>
        XlsxCell.ColumnOf(reference) is { } column
        && int.TryParse(reference.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? (column, row) : null;
}
