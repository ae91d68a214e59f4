using System.Globalization;
using System.Xml;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>The merged cells of a sheet: the value of such a block is written in its first cell only.</summary>
/// <remarks>
/// The value or the error of a block of several rows applies to each row. For a block of several columns it is unclear
/// which columns the value is meant for, so its cells outside the first column are errors if their columns are
/// imported.
/// </remarks>
internal sealed class XlsxMerges
{
    private const int Most = 200_000;

    private readonly Dictionary<int, List<Block>> _starts = [];

    // For each column, the block that its cell belongs to. The cost of a row therefore depends only on its columns, not
    // on the number of blocks in the file.
    private readonly Part?[] _parts = new Part?[TableLimits.Columns];
    private int _lastRow;
    private int _count;

    /// <summary>The number of cells that got the value of another cell.</summary>
    public int Filled { get; private set; }

    /// <summary>Adds a merged block if the reader is at one.</summary>
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
    /// Fills the cells of a row that are merged with one above, adds errors for cells that are merged with one to their
    /// left, and remembers the blocks that continue in the rows below.
    /// </summary>
    /// <param name="row">Its number.</param>
    /// <param name="values">Its values.</param>
    /// <param name="fills">Whether the row has a value of its own; other rows are skipped.</param>
    /// <param name="errors">The list to which the errors of its cells are added.</param>
    /// <returns>The last filled column plus 1; 0 if none was filled.</returns>
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
