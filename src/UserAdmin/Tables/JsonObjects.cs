using System.Buffers;
using System.Text;

namespace UserAdmin.Tables;

/// <summary>
/// Goes through a JSON document of any size and finds the objects that may be rows: those at its top, and those
/// directly in a list that is not inside another list. Only one of them is in memory. What is inside an object is not
/// checked here.
/// </summary>
/// <param name="text">The document.</param>
/// <param name="keeps">Whether the text of the next object of a list is wanted.</param>
internal sealed class JsonObjects(TableText text, Func<string, bool> keeps)
{
    /// <summary>Name of the objects at the top of the file, which are in no list.</summary>
    public const string Top = "";

    private const int Deepest = 64;
    private const int LongestName = 100;

    // Whatever lies between these is taken in one piece.
    private static readonly SearchValues<char> _structure = SearchValues.Create("\"{}[]:\n\0");
    private static readonly SearchValues<char> _endsString = SearchValues.Create("\"\\\n\0");

    private readonly Stack<Level> _levels = [];
    private readonly Stack<Captured> _begun = [];
    private readonly StringBuilder _string = new();
    private string _lastString = "";
    private int _line = 1;
    private int _lists;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>The list that the current object is in: the names on the way to it, joined with full stops.</summary>
    public string List { get; private set; } = Top;

    /// <summary>The text of the current object; null if it is not wanted or too long.</summary>
    public string? Text { get; private set; }

    /// <summary>Goes to the next object. An object that contains others comes after them.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="UnreadableTableException">The document is damaged or ends early.</exception>
    public bool Read()
    {
        while (text.More(_line))
        {
            var rest = text.Rest;
            var special = rest.IndexOfAny(_isInString ? _endsString : _structure);
            var plain = special < 0 ? rest : rest[..special];
            Add(plain);
            if (special < 0)
            {
                text.Take(plain.Length);
                continue;
            }

            var character = rest[special];
            Capture(rest.Slice(special, 1));
            text.Take(special + 1);
            if (character == '\0')
            {
                throw new UnreadableTableException(TableErrors.Nul(_line));
            }

            _line += character == '\n' ? 1 : 0;
            if (_isInString)
            {
                InString(character);
            }
            else if (Structure(character))
            {
                return true;
            }
        }

        return _levels.Count == 0 && !_isInString
            ? false
            : throw new UnreadableTableException(TableErrors.DamagedJson(_line));
    }

    private void Add(ReadOnlySpan<char> plain)
    {
        if (plain.Length == 0)
        {
            return;
        }

        Capture(plain);
        if (_isInString)
        {
            _isEscaped = false;
            _string.Append(plain[..Math.Min(plain.Length, Math.Max(0, LongestName - _string.Length))]);
        }
    }

    private void Capture(ReadOnlySpan<char> characters)
    {
        foreach (var captured in _begun)
        {
            captured.Add(characters);
        }
    }

    private void InString(char character)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
        }
        else if (character == '\\')
        {
            _isEscaped = true;
        }
        else if (character == '"')
        {
            _isInString = false;
            _lastString = _string.ToString();
            return;
        }

        if (_string.Length < LongestName)
        {
            _string.Append(character);
        }
    }

    /// <summary>Handles a character outside texts. Returns true if it ends an object that may be a row.</summary>
    private bool Structure(char character)
    {
        switch (character)
        {
            case '"':
                _isInString = true;
                _string.Clear();
                break;
            case ':' when _levels.TryPeek(out var level) && !level.IsList:
                level.Name = _lastString;
                break;
            case '{':
                Begin();
                break;
            case '[':
                _levels.Push(Checked(new Level(IsList: true, IsRow: false)));
                _lists++;
                break;
            case '}' when _levels.TryPeek(out var level) && !level.IsList:
                _levels.Pop();
                return level.IsRow && End();
            case ']' when _levels.TryPeek(out var level) && level.IsList:
                _levels.Pop();
                _lists--;
                break;
            case '}' or ']':
                throw new UnreadableTableException(TableErrors.DamagedJson(_line));
        }

        return false;
    }

    private void Begin()
    {
        var isRow = _levels.Count == 0 || (_lists == 1 && _levels.Peek().IsList);
        if (isRow)
        {
            // All rows of a list have the same way to them, so it is made up once.
            var list =
                _levels.Count == 0
                    ? Top
                    : _levels.Peek().Way ??= string.Join(
                        '.',
                        _levels.Reverse().Select(level => level.Name).Where(name => name is not null)
                    );
            var captured = new Captured(list, keeps(list));
            captured.Add("{");
            _begun.Push(captured);
        }

        _levels.Push(Checked(new Level(IsList: false, isRow)));
    }

    private bool End()
    {
        var captured = _begun.Pop();
        (List, Text) = (captured.List, captured.Text);
        return true;
    }

    private Level Checked(Level level) =>
        _levels.Count < Deepest ? level : throw new UnreadableTableException(TableErrors.DamagedJson(_line));

    private sealed record Level(bool IsList, bool IsRow)
    {
        /// <summary>Name of the value that is being read, in an object.</summary>
        public string? Name { get; set; }

        /// <summary>The names on the way to a list, once known.</summary>
        public string? Way { get; set; }
    }

    private sealed class Captured(string list, bool isKept)
    {
        private StringBuilder? _text = isKept ? new() : null;

        public string List => list;

        public string? Text => _text?.ToString();

        public void Add(ReadOnlySpan<char> characters)
        {
            _text?.Append(characters);
            _text = _text?.Length > TableLimits.RowLength ? null : _text;
        }
    }
}
