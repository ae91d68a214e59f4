using System.Collections.Frozen;
using System.Text;
using UserAdmin.Text;

namespace UserAdmin.Users.Search;

/// <summary>Parses the text of a search, term by term.</summary>
internal ref struct SearchReader
{
    private static readonly FrozenSet<string> _schemes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["mailto", "smtp", "sip", "callto"]
    );

    // As they stand before the addresses in a message that is copied.
    private static readonly FrozenSet<string> _headers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["to", "cc", "bcc", "from", "an", "von"]
    );

    private readonly string _typed;
    private readonly string _text;
    private readonly List<SearchTerm> _terms = [];
    private readonly List<SearchError> _errors = [];

    // Words that were typed without quotation marks, or with unnecessary ones.
    private readonly List<SearchTerm> _bare = [];

    // Words that followed mailto: or the like.
    private readonly List<SearchTerm> _links = [];
    private int _at;

    private readonly ISearchLanguage _fields;

    public SearchReader(string text, ISearchLanguage fields) =>
        (_typed, _text, _fields) = (text, SearchText.Plain(text), fields);

    private readonly bool IsAtEnd => _at >= _text.Length;

    public UserSearch Read()
    {
        var trimmed = _typed.Trim();
        var isLong = _text.Length > UserSearch.Longest;
        if (isLong && !MayBeAddresses())
        {
            return Of(trimmed, [], [TooLong()]);
        }

        if (InvisibleCharacters.Harmful(_text) is { } harmful)
        {
            return Of(trimmed, [], [new($"Remove {harmful} from the search.", 0, _text.Length)]);
        }

        while (SkipSpace())
        {
            ReadTerm();
        }

        if (_fields.ListsPeople)
        {
            SearchGathering.Addresses(_terms, _bare, _links);
            SearchGathering.Numbers(_terms, _bare);
        }

        if (_terms.Find(term => term.IsAddresses) is { } addresses)
        {
            if (addresses.Values.Count > UserSearch.MostAddresses)
            {
                _errors.Add(
                    new(
                        $"These are {addresses.Values.Count:N0} addresses. Search for {UserSearch.MostAddresses} at a "
                            + "time.",
                        addresses.Start,
                        addresses.Length
                    )
                );
            }
            else if (UserSearch.Join(_terms).Length > UserSearch.LongestAddresses)
            {
                _errors.Add(
                    new(
                        "These addresses are too long for one search. Search for half of them at a time.",
                        addresses.Start,
                        addresses.Length
                    )
                );
            }
        }
        else if (isLong)
        {
            return Of(trimmed, [], [TooLong()]);
        }

        if (_terms.Count > UserSearch.MostTerms)
        {
            var first = _terms[UserSearch.MostTerms];
            _errors.Add(
                new(
                    $"The search has more than {UserSearch.MostTerms} words and filters. Remove some.",
                    first.Start,
                    _text.Length - first.Start
                )
            );
        }

        return Of(trimmed, _terms, _errors);
    }

    private readonly UserSearch Of(string text, IReadOnlyList<SearchTerm> terms, IReadOnlyList<SearchError> errors) =>
        new(text, terms, errors) { Fields = _fields };

    /// <summary>Returns true if a word would be read as a filter.</summary>
    public static bool BeginsFilter(string word)
    {
        var name = NameLength(word, 0);
        return name > 0 && name < word.Length && word[name] is ':' or '<' or '>' or '=';
    }

    private bool SkipSpace()
    {
        while (!IsAtEnd && (char.IsWhiteSpace(_text[_at]) || InvisibleCharacters.IsIgnorable(_text[_at])))
        {
            _at++;
        }

        return !IsAtEnd;
    }

    private void ReadTerm()
    {
        var start = _at;
        // A dash alone, or before a space, is an ordinary word.
        var isNegated = _text[_at] == '-' && _at + 1 < _text.Length && !char.IsWhiteSpace(_text[_at + 1]);
        if (isNegated)
        {
            _at++;
        }

        var name = NameLength(_text, _at);
        var isLink = false;
        if (name > 0 && !isNegated && _fields.ListsPeople && LengthBeforeAddress(name) is { } skipped)
        {
            isLink = _text[_at + skipped - 1] == ':';
            _at += skipped;
            if (IsAtEnd || char.IsWhiteSpace(_text[_at]))
            {
                return;
            }
        }
        else if (name > 0 && _at + name < _text.Length && _text[_at + name] is ':' or '<' or '>' or '=')
        {
            ReadFilter(start, isNegated, _text.Substring(_at, name));
            return;
        }

        var (word, wasQuoted) = ReadValue(inList: false);
        // «Schmidt, Anna» is two words.
        word = wasQuoted || !_fields.ListsPeople ? word : word.Trim(',', ';');
        if (NameSpelling.Fold(word).Trim().Length > 0)
        {
            var value = UserText.Clean(word)!;
            _terms.Add(new(null, SearchOperator.Is, [value], isNegated) { Start = start, Length = _at - start });
            if (!isNegated && (!wasQuoted || SearchText.Quoted(value, isWord: true) == value))
            {
                _bare.Add(_terms[^1]);
            }

            if (isLink)
            {
                _links.Add(_terms[^1]);
            }
        }
    }

    /// <summary>
    /// Returns the length of what stands before an address or a link and is no filter, such as the name in
    /// <c>Anna&lt;anna@example.com&gt;</c>, <c>mailto:</c> and <c>To:</c>; null if there is none.
    /// </summary>
    private readonly int? LengthBeforeAddress(int name)
    {
        var end = _at + name;
        if (end >= _text.Length)
        {
            return null;
        }

        if (_text[end] == '<')
        {
            var close = _text.IndexOf('>', end);
            return
                close > 0 && _text.IndexOf('@', end, close - end) > 0 && !_text.AsSpan(end, close - end).Contains(' ')
                ? name
                : null;
        }

        var word = _text.Substring(_at, name);
        return _text[end] != ':' || _fields.FindFilter(word) is not null ? null
            : _schemes.Contains(word) ? name + 1
            : _headers.Contains(word) && end + 1 < _text.Length && char.IsWhiteSpace(_text[end + 1]) ? name + 1
            : null;
    }

    private readonly bool MayBeAddresses() =>
        _fields.ListsPeople
        && _text.Length <= UserSearch.LongestPaste
        && _text.IndexOf('@', StringComparison.Ordinal) is var first and >= 0
        && _text.IndexOf('@', first + 1) > 0;

    private readonly SearchError TooLong() =>
        new(
            $"The search is too long. Shorten it to {UserSearch.Longest:N0} characters.",
            UserSearch.Longest,
            _text.Length - UserSearch.Longest
        );

    private void ReadFilter(int start, bool isNegated, string name)
    {
        _at += name.Length;
        var comparison = ReadOperator();
        var typed = ReadValues();
        var length = _at - start;
        if (_fields.FindFilter(name) is not { } field)
        {
            _errors.Add(
                new(
                    $"There is no filter “{name}”. {Nearest(name)}To search for the text itself, put it in "
                        + "quotation marks.",
                    start,
                    length
                )
            );
            return;
        }

        List<string> values =
        [
            .. typed.Select(value =>
                field.KnowsNone
                    ? !value.IsQuoted && SearchText.IsNoneWord(value.Text)
                        ? SearchFields.None
                        : SearchValues.Choice(field, value.Text) ?? value.Text
                    : field.Kind == SearchKind.Moment && SearchText.IsNoneWord(value.Text)
                        ? SearchFields.Never
                        : UserText.PlainDigits(value.Text)
            ),
        ];
        if (values.Count == 0)
        {
            _errors.Add(new($"Say what “{field.Key}” should be, such as {field.Example}.", start, length));
            return;
        }

        if (comparison != SearchOperator.Is && field.Kind is not (SearchKind.Moment or SearchKind.Number))
        {
            _errors.Add(new($"“{field.Key}” cannot be compared with < or >. Write {field.Example}.", start, length));
            return;
        }

        var wrong = values.Find(value => SearchValues.Problem(field, comparison, value) is not null);
        if (wrong is not null)
        {
            _errors.Add(new(SearchValues.Problem(field, comparison, wrong)!, start, length));
            return;
        }

        _terms.Add(new(field, comparison, values, isNegated) { Start = start, Length = length });
    }

    private List<(string Text, bool IsQuoted)> ReadValues()
    {
        var values = new List<(string, bool)>();
        while (true)
        {
            var (text, isQuoted) = ReadValue(inList: true);
            if (UserText.Clean(text) is { } value)
            {
                values.Add((value, isQuoted));
            }

            if (IsAtEnd || _text[_at] != ',')
            {
                return values;
            }

            _at++;
        }
    }

    private SearchOperator ReadOperator()
    {
        var first = _text[_at++];
        var orEqual = first is '<' or '>' && !IsAtEnd && _text[_at] == '=';
        if (orEqual || (first == ':' && !IsAtEnd && _text[_at] is '<' or '>'))
        {
            // «created:<2026» is also accepted, because other admin consoles write it like this.
            return orEqual ? Two(first) : ReadOperator();
        }

        return first switch
        {
            '<' => SearchOperator.Before,
            '>' => SearchOperator.After,
            _ => SearchOperator.Is,
        };
    }

    private SearchOperator Two(char first)
    {
        _at++;
        return first == '<' ? SearchOperator.UpTo : SearchOperator.From;
    }

    /// <summary>
    /// Reads up to the next space or, in a list, the next comma. Text in quotation marks is taken literally; an
    /// unclosed quotation mark extends to the end of the text.
    /// </summary>
    private (string Text, bool WasQuoted) ReadValue(bool inList)
    {
        var value = new StringBuilder();
        var (isQuoted, wasQuoted) = (false, false);
        for (; !IsAtEnd; _at++)
        {
            var character = _text[_at];
            if (
                isQuoted
                && character == '\\'
                && _at + 1 < _text.Length
                && (_text[_at + 1] == '\\' || SearchText.IsQuote(_text[_at + 1]))
            )
            {
                value.Append(_text[++_at]);
            }
            else if (SearchText.IsQuote(character))
            {
                (isQuoted, wasQuoted) = (!isQuoted, true);
            }
            else if (!isQuoted && (char.IsWhiteSpace(character) || (inList && character == ',')))
            {
                break;
            }
            else
            {
                value.Append(character);
            }
        }

        return (value.ToString(), wasQuoted);
    }

    private static int NameLength(string text, int at)
    {
        var end = at;
        while (
            end < text.Length
            && (char.IsAsciiLetter(text[end]) || (end > at && (char.IsAsciiDigit(text[end]) || text[end] == '-')))
        )
        {
            end++;
        }

        // «2fa» is the only name that begins with a digit.
        return end > at ? end - at
            : string.Compare(text, at, "2fa", 0, 3, StringComparison.OrdinalIgnoreCase) == 0 ? 3
            : 0;
    }

    private readonly string Nearest(string name)
    {
        var near = _fields
            .Filters.SelectMany(field => field.Aliases.Prepend(field.Key))
            .Where(other =>
                other.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                || name.StartsWith(other, StringComparison.OrdinalIgnoreCase)
            )
            .OrderBy(other => Math.Abs(other.Length - name.Length))
            .FirstOrDefault();
        return near is null ? "" : $"Did you mean “{near}”? ";
    }
}
