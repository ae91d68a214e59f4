using System.Text;
using System.Text.RegularExpressions;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// Reads the entries of an LDAP directory (RFC 2849) that are people: the attributes are the columns, further values of
/// one have a number in their title. The file is read twice, the first time to find the attributes.
/// </summary>
internal sealed partial class LdifReader : TableReader
{
    // Further values are further addresses and numbers of the same person.
    private const int MostValues = 5;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Attributes with as many values as a person has groups. Distinguished names hold no semicolons.
    private static readonly HashSet<string> _lists = new(StringComparer.OrdinalIgnoreCase)
    {
        "memberOf",
        "objectClass",
        "isMemberOf",
        "groupMembership",
    };

    private static readonly HashSet<string> _people = new(StringComparer.OrdinalIgnoreCase)
    {
        "person",
        "organizationalPerson",
        "inetOrgPerson",
        "residentialPerson",
        "newPilotPerson",
        "pilotPerson",
        "inetUser",
        "user",
        "account",
        "posixAccount",
        "shadowAccount",
        "mailUser",
    };

    private readonly TableText _text;
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly string?[] _values;
    private readonly bool _hasPeople;
    private readonly StringBuilder _line = new();
    private TableDescription _description;
    private int _lineNumber;
    private int _number;
    private int _count;
    private int _others;
    private Error? _error;

    public LdifReader(TableText text)
    {
        _text = text;
        while (Entry() is { } entry)
        {
            _hasPeople |= IsPerson(entry);
            foreach (var (name, _) in Named(entry.Attributes).Where(_ => _places.Count < TableLimits.Columns))
            {
                _places.TryAdd(name, _places.Count);
            }
        }

        if (_places.Count == 0)
        {
            throw new UnreadableTableException(TableErrors.Empty);
        }

        text.Restart();
        _lineNumber = 0;
        _values = new string?[_places.Count];
        _description = new TableDescription(TableFormat.Ldif, text.Encoding.Name, null, Columns(_places.Keys))
        {
            IsEncodingDoubtful = text.Encoding.IsDoubtful,
        };
    }

    public override TableDescription Description => _description;

    public override int RowNumber => _number;

    public override Error? RowError => _error;

    public override string? this[int column] => _values[column];

    /// <summary>Whether a text begins as a file of entries does.</summary>
    public static bool IsOne(ReadOnlySpan<char> beginning) => Start().IsMatch(beginning);

    public override bool Read()
    {
        while (Entry() is { } entry)
        {
            if (_hasPeople && entry.Error is null && !IsPerson(entry))
            {
                _others++;
                continue;
            }

            (_number, _error) = (entry.Line, entry.Error);
            Array.Clear(_values);
            foreach (var (name, value) in Named(entry.Attributes))
            {
                if (_places.TryGetValue(name, out var place))
                {
                    _error ??= value?.Length > TableLimits.ValueLength ? TableErrors.ValueTooLong(name) : null;
                    _values[place] = value is "" ? null : value;
                }
            }

            // Every person has a common name (RFC 4519); not every one has a name to be shown by.
            if (
                _places.TryGetValue("displayName", out var shown)
                && _places.TryGetValue("cn", out var common)
                && _values[shown] is null
            )
            {
                _values[shown] = _values[common];
            }

            return ++_count <= TableLimits.Rows ? true : throw new UnreadableTableException(TableErrors.TooManyRows);
        }

        _description = _description with { OtherEntries = _others };
        return false;
    }

    protected override void Dispose(bool disposing) => _text.Dispose();

    private static bool IsPerson(LdifEntry entry)
    {
        var classes = entry
            .Attributes.Where(attribute => attribute.Name.Equals("objectClass", StringComparison.OrdinalIgnoreCase))
            .Select(attribute => attribute.Value ?? "")
            .ToList();
        return classes.Count == 0
            || (classes.Exists(_people.Contains) && !classes.Contains("computer", StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<(string Name, string? Value)> Named(IEnumerable<(string Name, string? Value)> attributes)
    {
        foreach (var group in attributes.GroupBy(attribute => attribute.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (_lists.Contains(group.Key))
            {
                yield return (group.Key, string.Join("; ", group.Select(attribute => attribute.Value)));
                continue;
            }

            foreach (var (index, (name, value)) in group.Take(MostValues).Index())
            {
                yield return (index == 0 ? name : FormattableString.Invariant($"{name} ({index + 1})"), value);
            }
        }
    }

    /// <summary>Returns the next entry, or null at the end.</summary>
    private LdifEntry? Entry()
    {
        var (attributes, error, first, characters) = (new List<(string Name, string? Value)>(), default(Error), 0, 0);
        while (Line() is (var number, var line))
        {
            if (line.Length == 0)
            {
                if (first > 0)
                {
                    break;
                }

                continue;
            }

            if (line[0] == '#' || (first == 0 && Version().IsMatch(line)))
            {
                continue;
            }

            first = first == 0 ? number : first;
            characters += line.Length;
            if (characters > TableLimits.RowLength)
            {
                error ??= TableErrors.RowTooLong;
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                attributes.Add((line[..colon], Value(line[(colon + 1)..])));
            }
            else
            {
                error ??= line == "-" ? TableErrors.LdifChange : TableErrors.DamagedEntry(number);
            }
        }

        error ??= attributes.Exists(attribute =>
            attribute.Name.Equals("changetype", StringComparison.OrdinalIgnoreCase) && attribute.Value is not "add"
        )
            ? TableErrors.LdifChange
            : null;
        return first == 0 ? null : new LdifEntry(first, attributes, error);
    }

    private static string? Value(string text) =>
        text switch
        {
            // Base64. What is no text, such as a photograph, is left out.
            [':', .. var encoded] => Decoded(encoded.Trim()),
            // The address of a file on the machine that wrote this one.
            ['<', ..] => null,
            _ => text.TrimStart(' '),
        };

    private static string? Decoded(string encoded)
    {
        try
        {
            var text = _utf8.GetString(Convert.FromBase64String(encoded));
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (Exception fault) when (fault is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns the next line with its number, together with the lines that continue it after a space; null at the end.
    /// </summary>
    private (int Number, string Text)? Line()
    {
        if (!_text.More(_lineNumber + 1))
        {
            return null;
        }

        var number = _lineNumber + 1;
        _line.Clear();
        do
        {
            _lineNumber++;
            Append();
        } while (_line.Length > 0 && _text.More(_lineNumber + 1) && _text.Rest[0] == ' ' && Skip());

        return (number, _line.ToString());
    }

    private bool Skip()
    {
        _text.Take(1);
        return true;
    }

    private void Append()
    {
        while (_text.More(_lineNumber))
        {
            var rest = _text.Rest;
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            if (part.Contains('\0'))
            {
                throw new UnreadableTableException(TableErrors.Nul(_lineNumber));
            }

            // A row that is too long is refused as a whole; no more of it than that is kept.
            if (_line.Length <= TableLimits.RowLength)
            {
                _line.Append(part);
            }

            _text.Take(end < 0 ? rest.Length : end + 1);
            if (end >= 0)
            {
                break;
            }
        }

        if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }
    }

    private sealed record LdifEntry(int Line, List<(string Name, string? Value)> Attributes, Error? Error);

    [GeneratedRegex(@"^(\s|#[^\n]*\n)*(version:\s*\d+\s*\n(\s|#[^\n]*\n)*)?dn:", RegexOptions.IgnoreCase)]
    private static partial Regex Start();

    [GeneratedRegex(@"^version:\s*\d+\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Version();
}
