namespace UserAdmin.Imports;

/// <summary>Collects some different values of each column, to guess what it holds.</summary>
internal sealed class ImportSamples(int columns, int most)
{
    private const int SampledRows = 1000;

    private readonly List<string>[] _values = [.. Enumerable.Range(0, columns).Select(_ => new List<string>())];

    private readonly bool[] _gaps = new bool[columns];

    /// <summary>The columns in which some rows have no value.</summary>
    public IReadOnlyList<int> Gaps => [.. Enumerable.Range(0, columns).Where(column => _gaps[column])];

    /// <summary>Returns some different values of each column, from the first rows.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IStagedRows rows, int columns)
    {
        var samples = new ImportSamples(columns, ImportReading.Samples);
        rows.First(SampledRows).ForEach(samples.See);
        return samples.Without([]);
    }

    /// <summary>Adds the values of a row.</summary>
    public void See(IReadOnlyList<string?> cells)
    {
        for (var column = 0; column < _values.Length; column++)
        {
            _gaps[column] |= string.IsNullOrWhiteSpace(cells[column]);
            if (
                _values[column].Count < most
                && cells[column] is { Length: > 0 and <= 100 } cell
                && !_values[column].Contains(cell)
            )
            {
                _values[column].Add(cell);
            }
        }
    }

    /// <summary>Returns the values of each column, but none for the hidden columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Without(IReadOnlyList<int> hidden) =>
        [.. _values.Select((values, column) => hidden.Contains(column) ? (IReadOnlyList<string>)[] : values)];
}
