using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// The columns of a JSON file: the names of the values in its first objects, in order of appearance.
/// </summary>
/// <param name="isTitle">Returns whether a text is a known column title.</param>
internal sealed class JsonColumns(Func<string, bool> isTitle)
{
    /// <summary>The number of objects that are searched for names.</summary>
    public const int NamingObjects = 1000;

    private readonly Dictionary<string, int> _places = [];
    private string?[] _values = [];

    /// <summary>The names, in order of appearance.</summary>
    public IEnumerable<string> Names => _places.Keys;

    /// <summary>How many names there are.</summary>
    public int Count => _places.Count;

    /// <summary>Returns a value of the current row, or null if it is empty.</summary>
    public string? this[int column] => _values[column];

    /// <summary>Adds the names of an object. Names beyond the limit inside other values are left out.</summary>
    /// <exception cref="UnreadableTableException">There are too many columns.</exception>
    public void Find(string? text)
    {
        using var document = JsonValues.Parse(text);
        if (document is null)
        {
            return;
        }

        foreach (var (name, _) in JsonValues.Of(document.RootElement))
        {
            if (_places.Count < TableLimits.Columns || !IsInside(name))
            {
                _places.TryAdd(name, _places.Count);
            }
        }

        if (_places.Count > TableLimits.Columns)
        {
            throw new UnreadableTableException(TableErrors.TooManyColumns);
        }
    }

    /// <summary>Takes the values of an object as the current row.</summary>
    /// <returns>The error of the row, or null.</returns>
    public Error? Take(string text)
    {
        Array.Resize(ref _values, _places.Count);
        Array.Clear(_values);
        using var document = JsonValues.Parse(text);
        if (document is null)
        {
            return TableErrors.NoObject;
        }

        var error = (Error?)null;
        foreach (var (name, value) in JsonValues.Of(document.RootElement))
        {
            if (!_places.TryGetValue(name, out var place))
            {
                // Other values would not have been imported either.
                error ??= isTitle(name) && value is { Length: > 0 } ? TableErrors.UnknownName(name) : null;
                continue;
            }

            error ??= value?.Length > TableLimits.ValueLength ? TableErrors.ValueTooLong(name) : null;
            _values[place] = value is "" ? null : value;
        }

        return error;
    }

    /// <summary>Clears the current row.</summary>
    public void Clear()
    {
        Array.Resize(ref _values, _places.Count);
        Array.Clear(_values);
    }

    private static bool IsInside(string name) => name.AsSpan().ContainsAny('.', '[');
}
