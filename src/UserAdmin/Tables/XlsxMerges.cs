using System.Globalization;
using System.Xml;

namespace UserAdmin.Tables;

/// <summary>The merged cells of a sheet: the value of such a block is written in its first cell only.</summary>
/// <remarks>
/// A block of several rows means its value for each of them. Of a block of several columns nobody can tell which
/// columns the value is meant for, so its cells beside the first column are errors wherever their columns are imported.
/// </remarks>
internal sealed class XlsxMerges
{
    private const int Most = 200_000;

    private readonly Dictionary<int, List<Block>> _starts = [];
    private readonly List<(Block Block, string? Value)> _carried = [];
    private int _count;

    /// <summary>How many cells got the value of another one.</summary>
    public int Filled { get; private set; }

    /// <summary>Takes one in when the reader is at one.</summary>
    public void Add(XmlReader reader)
    {
        if (
            reader.LocalName == "mergeCell"
            && reader.GetAttribute("ref") is { } reference
            && reference.Split(':') is [var first, var last]
            && At(first) is { } from
            && At(last) is { } to
            && (to.Row > from.Row || to.Column > from.Column)
            && _count++ < Most
        )
        {
            if (!_starts.TryGetValue(from.Row, out var starts))
            {
                _starts[from.Row] = starts = [];
            }

            starts.Add(new Block(reference, from.Column, to.Column, to.Row));
        }
    }

    /// <summary>
    /// Fills the cells of a row that are merged with one above, says which are merged with one to their left, and
    /// remembers what is merged with the rows below.
    /// </summary>
    /// <param name="row">Its number.</param>
    /// <param name="values">Its values.</param>
    /// <param name="fills">Whether the row has a value of its own: one without is no row.</param>
    /// <param name="errors">Where the errors of its cells are put.</param>
    /// <returns>The last column that was filled and 1; 0 when none was.</returns>
    public int Fill(int row, string?[] values, bool fills, List<CellError> errors)
    {
        var furthest = 0;
        _carried.RemoveAll(carried => row > carried.Block.LastRow);
        foreach (var (block, value) in _carried)
        {
            if (fills && values[block.Column] is null && value is not null)
            {
                values[block.Column] = value;
                furthest = Math.Max(furthest, block.Column + 1);
                Filled++;
            }
        }

        foreach (var block in _starts.GetValueOrDefault(row, []))
        {
            if (block.Column < values.Length)
            {
                _carried.Add((block, values[block.Column]));
            }
        }

        foreach (var (block, value) in _carried)
        {
            for (
                var column = block.Column + 1;
                fills && value is not null && column <= block.LastColumn && column < values.Length;
                column++
            )
            {
                if (values[column] is null)
                {
                    errors.Add(new CellError(column, TableErrors.MergedAcross(block.Reference, value)));
                }
            }
        }

        return furthest;
    }

    private static (int Column, int Row)? At(string reference) =>
        XlsxCell.ColumnOf(reference) is { } column
        && int.TryParse(
            reference.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var row
        )
            ? (column, row)
            : null;

    private sealed record Block(string Reference, int Column, int LastColumn, int LastRow);
}
