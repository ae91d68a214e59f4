using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>
/// Reads filters and paths: “not” binds more strongly than “and”, and that more than “or”. A value without quotation
/// marks is taken as text, because an example of Entra has one.
/// </summary>
internal sealed class ScimFilterReader
{
    private readonly ScimResourceType _type;
    private readonly string _text;
    private int _at;
    private int _depth;
    private int _comparisons;

    /// <param name="type">The kind of resource.</param>
    /// <param name="text">The filter or the path.</param>
    public ScimFilterReader(ScimResourceType type, string text)
    {
        (_type, _text) = (type, text);
        if (text.Length > ScimFilter.Longest)
        {
            throw ScimFault.Filter($"The filter has more than {ScimFilter.Longest} characters.");
        }
    }

    /// <summary>Reads the whole text as a filter.</summary>
    public ScimFilter ReadFilter()
    {
        var filter = Or(within: null);
        SkipSpace();
        return _at == _text.Length ? filter : throw Wrong("“and”, “or” or the end is expected");
    }

    /// <summary>Reads the whole text as the path of an operation.</summary>
    public ScimPath ReadPath()
    {
        SkipSpace();
        var name = Name();
        if (ScimPath.Resolve(_type, name) is not { } path)
        {
            throw ScimFault.Path($"{_type.Name} has no attribute “{name}”.");
        }

        if (Is('['))
        {
            if (path is not { Attribute.IsMultiValued: true, Sub: null })
            {
                throw ScimFault.Path($"{path} has one value, so no filter applies to it.");
            }

            path = path with { Filter = Within(path) };
            if (Is('.'))
            {
                _at++;
                name = Name();
                path = path with
                {
                    Sub =
                        path.Attribute!.Find(name)
                        ?? throw ScimFault.Path($"{path.Attribute.Name} has no sub-attribute “{name}”."),
                };
            }
        }

        SkipSpace();
        return _at == _text.Length
            ? path
            : throw ScimFault.Path($"The path “{_text}” goes on after “{_text[.._at]}” with what is no path.");
    }

    private ScimFilter Or(ScimAttribute? within)
    {
        var filter = And(within);
        while (Word("or"))
        {
            filter = new ScimOr(filter, And(within));
        }

        return filter;
    }

    private ScimFilter And(ScimAttribute? within)
    {
        var filter = Term(within);
        while (Word("and"))
        {
            filter = new ScimAnd(filter, Term(within));
        }

        return filter;
    }

    private ScimFilter Term(ScimAttribute? within)
    {
        SkipSpace();
        if (Is('('))
        {
            return Group(within);
        }

        var before = _at;
        if (Word("not"))
        {
            SkipSpace();
            if (Is('('))
            {
                return new ScimNot(Group(within));
            }

            _at = before;
            if (within?.Find("not") is null)
            {
                throw Wrong("“not” needs a filter in brackets, such as not (active eq true)");
            }
        }

        return Comparison(within);
    }

    private ScimFilter Group(ScimAttribute? within)
    {
        Enter();
        _at++;
        var filter = Or(within);
        SkipSpace();
        if (!Is(')'))
        {
            throw Wrong("“)” is missing");
        }

        _at++;
        _depth--;
        return filter;
    }

    private ScimFilter Within(ScimPath path)
    {
        Enter();
        _at++;
        var filter = Or(path.Attribute);
        SkipSpace();
        if (!Is(']'))
        {
            throw Wrong("“]” is missing");
        }

        _at++;
        _depth--;
        return filter;
    }

    private ScimFilter Comparison(ScimAttribute? within)
    {
        var name = Name();
        var path =
            within is null ? ScimPath.Resolve(_type, name)
            : SubOf(within, name) is { } sub ? new ScimPath(null, sub, null, null)
            : null;
        if (path?.Attribute is null)
        {
            throw ScimFault.Filter($"{within?.Name ?? _type.Name} has no attribute “{name}” to filter by.");
        }

        if (path.Last!.Returned == ScimReturned.Never)
        {
            throw ScimFault.Filter($"Nobody may filter by {path}.");
        }

        if (Is('['))
        {
            if (path is not ({ Sub: null, Attribute.IsComplex: true } or { Sub: null, Attribute.IsMultiValued: true }))
            {
                throw ScimFault.Filter($"{path} has no sub-attributes to filter by.");
            }

            var filter = Within(path);
            if (!Is('.'))
            {
                return new ScimValueFilter(path, filter);
            }

            _at++;
            name = Name();
            path = path with
            {
                Filter = filter,
                Sub =
                    path.Attribute.Find(name)
                    ?? throw ScimFault.Filter($"{path.Attribute.Name} has no sub-attribute “{name}”."),
            };
        }

        if (++_comparisons > ScimFilter.MostComparisons)
        {
            throw ScimFault.Filter($"The filter has more than {ScimFilter.MostComparisons} comparisons.");
        }

        var @operator = Operator(path);
        // A complex attribute is compared by its value: emails co "x", manager eq "id".
        if (@operator != ScimOperator.Pr && path is { Sub: null, Attribute: { IsComplex: true } complex })
        {
            path = path with { Sub = complex.Find("value") };
        }

        return new ScimComparison(path, @operator, @operator == ScimOperator.Pr ? null : Value(path));
    }

    // The values of a simple attribute are called “value” in brackets: schemas[value eq "urn:…"].
    private static ScimAttribute? SubOf(ScimAttribute within, string name) =>
        within.Find(name)
        ?? (
            !within.IsComplex && name.Equals("value", StringComparison.OrdinalIgnoreCase)
                ? within with
                {
                    Name = "value",
                    IsMultiValued = false,
                }
                : null
        );

    private ScimOperator Operator(ScimPath path)
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }

        var word = _text[start.._at];
        return word.Length == 2 && Enum.TryParse<ScimOperator>(word, ignoreCase: true, out var @operator)
            ? @operator
            : throw ScimFault.Filter(
                word.Length == 0
                    ? $"An operator is missing after {path}."
                    : $"“{word}” after {path} is no operator; those are eq, ne, co, sw, ew, pr, gt, ge, lt and le."
            );
    }

    private JsonValue? Value(ScimPath path)
    {
        SkipSpace();
        if (Is('"'))
        {
            return JsonValue.Create(Quoted());
        }

        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (')' or ']' or '"'))
        {
            _at++;
        }

        var word = _text[start.._at];
        return word switch
        {
            "" => throw ScimFault.Filter($"A value to compare {path} with is missing."),
            _ when word.Equals("null", StringComparison.OrdinalIgnoreCase) => null,
            _ when bool.TryParse(word, out var flag) => JsonValue.Create(flag),
            _ when path.Last!.Type == ScimType.Integer
                    && decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                JsonValue.Create(number),
            _ => JsonValue.Create(word),
        };
    }

    private string Quoted()
    {
        var start = _at++;
        while (_at < _text.Length && _text[_at] != '"')
        {
            _at += _text[_at] == '\\' ? 2 : 1;
        }

        if (_at >= _text.Length)
        {
            throw ScimFault.Filter("A quotation mark is missing at the end of a value.");
        }

        _at++;
        try
        {
            return JsonSerializer.Deserialize<string>(_text[start.._at])!;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            throw ScimFault.Filter(
                $"{_text[start.._at]} is no JSON string: a backslash stands before \", \\, n, u0041 …"
            );
        }
    }

    // Names of attributes have letters, digits, hyphens and underscores; URNs and sub-attributes add colons and dots.
    private string Name()
    {
        var start = _at;
        while (
            _at < _text.Length
            && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '_' or '$' or ':' or '.')
        )
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Wrong("the name of an attribute is expected");
    }

    private bool Word(string word)
    {
        var before = _at;
        SkipSpace();
        var end = _at + word.Length;
        if (
            end <= _text.Length
            && _text.AsSpan(_at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
            && (end == _text.Length || char.IsWhiteSpace(_text[end]) || _text[end] == '(')
        )
        {
            _at = end;
            SkipSpace();
            return true;
        }

        _at = before;
        return false;
    }

    private void Enter()
    {
        if (++_depth > ScimFilter.Deepest)
        {
            throw ScimFault.Filter($"The filter has more than {ScimFilter.Deepest} brackets within each other.");
        }
    }

    private bool Is(char character) => _at < _text.Length && _text[_at] == character;

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private ScimFault Wrong(string what) =>
        ScimFault.Filter($"The filter is not understood at character {_at + 1}: {what}.");
}
