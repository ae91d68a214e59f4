namespace UserAdmin.Imports;

/// <summary>Some different values of each column, to guess what it holds.</summary>
internal sealed class ImportSamples(int columns, int most)
{
    private const int SampledRows = 1000;

    private readonly List<string>[] _values = [.. Enumerable.Range(0, columns).Select(_ => new List<string>())];

    /// <summary>Some different values of each column, from the first rows.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IStagedRows rows, int columns)
    {
        var samples = new ImportSamples(columns, ImportReading.Samples);
        rows.First(SampledRows).ForEach(samples.See);
        return samples.Without([]);
    }

    /// <summary>Looks at a row.</summary>
    public void See(IReadOnlyList<string?> cells)
    {
        for (var column = 0; column < _values.Length; column++)
        {
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

    /// <summary>The values of each column, and none of some columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Without(IReadOnlyList<int> hidden) =>
        [.. _values.Select((values, column) => hidden.Contains(column) ? (IReadOnlyList<string>)[] : values)];
}
