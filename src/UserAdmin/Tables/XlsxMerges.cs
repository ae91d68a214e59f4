using System.Globalization;
using System.Xml;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>The merged cells of a sheet: the value of such a block is written in its first cell only.</summary>
/// <remarks>
/// A block of several rows means its value, or what is wrong with it, for each of them. Of a block of several columns nobody can tell which
/// columns the value is meant for, so its cells beside the first column are errors wherever their columns are imported.
/// </remarks>
internal sealed class XlsxMerges
{
    private const int Most = 200_000;

    private readonly Dictionary<int, List<Block>> _starts = [];

    // For each column the block that its cell is part of: however many blocks a file names, a row costs no more than
    // its columns.
    private readonly Part?[] _parts = new Part?[TableLimits.Columns];
    private int _lastRow;
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
        foreach (var block in _starts.GetValueOrDefault(row, []))
        {
            Begin(block, row, values, errors);
        }

        var furthest = 0;
        for (var column = 0; fills && row <= _lastRow && column < Math.Min(_parts.Length, values.Length); column++)
        {
            if (_parts[column] is not { } part || row > part.Block.LastRow || values[column] is not null)
            {
                continue;
            }

            if (column > part.Block.Column)
            {
                if (part.Across is not null)
                {
                    errors.Add(new CellError(column, part.Across));
                }
            }
            else if (row > part.FirstRow && part.Error is not null)
            {
                errors.Add(new CellError(column, part.Error));
            }
            else if (part.Value is not null)
            {
                values[column] = part.Value;
                furthest = column + 1;
                Filled++;
            }
        }

        return furthest;
    }

    private void Begin(Block block, int row, string?[] values, List<CellError> errors)
    {
        if (block.Column < Math.Min(_parts.Length, values.Length))
        {
            var error = errors.Find(one => one.Column == block.Column)?.Error;
            var isEmpty = error is null && values[block.Column] is null;
            var across = isEmpty ? null : TableErrors.MergedAcross(block.Reference);
            var part = new Part(block, row, values[block.Column], error, across);
            Array.Fill(_parts, part, block.Column, Math.Min(block.LastColumn + 1, _parts.Length) - block.Column);
            _lastRow = Math.Max(_lastRow, block.LastRow);
        }
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

    private sealed record Part(Block Block, int FirstRow, string? Value, Error? Error, Error? Across);
}
