using System.Text.Json;
using System.Text.RegularExpressions;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// Reads JSON Lines. The columns are the names in the first lines, in order of appearance. A list of texts is read as
/// one text with commas, as roles are written in a cell.
/// </summary>
internal sealed partial class JsonLinesReader : TableReader
{
    /// <summary>The number of lines that are searched for names.</summary>
    internal const int NamingLines = 1000;

    // The limit of what is read ahead, because it is in memory.
    private const int MostAhead = 4 << 20;

    private readonly TableText _text;
    private readonly Queue<(int Number, string? Line)> _ahead = [];
    private readonly Dictionary<string, int> _places = [];
    private readonly string?[] _values;
    private char[] _line = new char[1024];
    private int _lineNumber;
    private int _number;
    private int _count;
    private Error? _error;

    public JsonLinesReader(TableText text)
    {
        _text = text;
        for (
            var length = 0;
            length < MostAhead && _ahead.Count < NamingLines && NextLine() is { } line;
            length += line.Line?.Length ?? 0
        )
        {
            _ahead.Enqueue(line);
            FindNames(line.Line);
        }

        if (_places.Count == 0)
        {
            throw new UnreadableTableException(TableErrors.NoObject);
        }

        var names = Columns(_places.Keys);
        _values = new string?[names.Count];
        Description = new TableDescription(TableFormat.JsonLines, text.Encoding.Name, null, names)
        {
            IsEncodingDoubtful = text.Encoding.IsDoubtful,
        };
    }

    public override TableDescription Description { get; }

    public override int RowNumber => _number;

    public override Error? RowError => _error;

    public override string? this[int column] => _values[column];

    public override bool Read()
    {
        if ((_ahead.TryDequeue(out var ahead) ? ahead : NextLine()) is not { } next)
        {
            return false;
        }

        (_number, _error) = (next.Number, null);
        Array.Clear(_values);
        if (next.Line is null)
        {
            _error = TableErrors.RowTooLong;
        }
        else
        {
            Take(next.Line);
        }

        return ++_count <= TableLimits.Rows ? true : throw new UnreadableTableException(TableErrors.TooManyRows);
    }

    protected override void Dispose(bool disposing) => _text.Dispose();

    private void Take(string line)
    {
        using var document = Parse(line);
        if (document is not { RootElement.ValueKind: JsonValueKind.Object })
        {
            _error = TableErrors.NoObject;
            return;
        }

        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!_places.TryGetValue(property.Name, out var place))
            {
                _error ??= TableErrors.UnknownName(property.Name);
                continue;
            }

            var (value, isNested) = Text(property.Value);
            _error ??=
                isNested ? TableErrors.NestedValue(property.Name)
                : value?.Length > TableLimits.ValueLength ? TableErrors.ValueTooLong(property.Name)
                : null;
            _values[place] = value is "" ? null : value;
        }
    }

    private void FindNames(string? line)
    {
        using var document = Parse(line);
        if (document is { RootElement.ValueKind: JsonValueKind.Object })
        {
            foreach (var property in document.RootElement.EnumerateObject())
            {
                _places.TryAdd(property.Name, _places.Count);
            }
        }

        if (_places.Count > TableLimits.Columns)
        {
            throw new UnreadableTableException(TableErrors.TooManyColumns);
        }
    }

    private static (string? Value, bool IsNested) Text(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => (element.GetString(), false),
            JsonValueKind.Null or JsonValueKind.Undefined => (null, false),
            JsonValueKind.True => ("true", false),
            JsonValueKind.False => ("false", false),
            JsonValueKind.Number => (element.GetRawText(), false),
            JsonValueKind.Array
                when element
                    .EnumerateArray()
                    .All(item => item.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) => (
                string.Join(", ", element.EnumerateArray().Select(item => Text(item).Value)),
                false
            ),
            JsonValueKind.Array or JsonValueKind.Object => (null, true),
            _ => throw new ArgumentOutOfRangeException(nameof(element), element.ValueKind, "No such kind."),
        };

    /// <summary>
    /// Parses a line, or returns null if it is not valid JSON; half a surrogate pair is not valid either.
    /// </summary>
    private static JsonDocument? Parse(string? line)
    {
        try
        {
            return line is null || HalfCharacter().IsMatch(line) ? null : JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
    )]
    private static partial Regex HalfCharacter();

    /// <summary>Returns the next line that is not blank, with its number; its text is null if it is too long.</summary>
    private (int Number, string? Line)? NextLine()
    {
        var used = 0;
        while (_text.More(_lineNumber + 1))
        {
            var rest = _text.Rest;
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            if (part.Contains('\0'))
            {
                throw new UnreadableTableException(TableErrors.Nul(_lineNumber + 1));
            }

            used = Append(part, used);
            _text.Take(end < 0 ? rest.Length : end + 1);
            if (end < 0 && _text.More(_lineNumber + 1))
            {
                continue;
            }

            _lineNumber++;
            if (used > TableLimits.RowLength)
            {
                return (_lineNumber, null);
            }

            var line = _line.AsSpan(0, used).Trim();
            if (line.Length > 0)
            {
                return (_lineNumber, line.ToString());
            }

            used = 0;
        }

        return null;
    }

    private int Append(ReadOnlySpan<char> part, int used)
    {
        if (used + part.Length > TableLimits.RowLength)
        {
            return TableLimits.RowLength + 1;
        }

        if (used + part.Length > _line.Length)
        {
            Array.Resize(ref _line, Math.Max(_line.Length * 2, used + part.Length));
        }

        part.CopyTo(_line.AsSpan(used));
        return used + part.Length;
    }
}
