using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace UserAdmin.Web.Language;

/// <summary>
/// Translates sentences that are written already, by templates such as <c>Use at most {0} characters for the {1}.</c>.
/// The values in them are taken over, and translated if they are texts themselves, unless the translation says
/// <c>{0:raw}</c>: what somebody typed or a file has is no text of the program, even if it is the same word.
/// </summary>
/// <param name="texts">The templates with their translations; those without holes are found as they are.</param>
/// <param name="find">Returns the translation of a text without holes, or null.</param>
internal sealed partial class CoreTemplates(IEnumerable<KeyValuePair<string, string>> texts, Func<string, string?> find)
{
    // Reasons of imports are several sentences.
    private const int MostSentences = 12;

    // Under the first character of a template, or 0 if it begins with a hole. The ones with the most letters of their
    // own fit best and come first.
    private readonly FrozenDictionary<char, Template[]> _templates = texts
        .Where(text => Hole().IsMatch(text.Key))
        .Select(text => new Template(text.Key, text.Value))
        .GroupBy(template => template.First)
        .ToFrozenDictionary(
            group => group.Key,
            group => group.OrderByDescending(template => template.Letters).ToArray()
        );

    /// <summary>Returns a text in the other language; null if nothing of it is known.</summary>
    public string? Translate(string english)
    {
        if (Whole(english) is { } whole)
        {
            return whole;
        }

        var sentences = Sentence().Split(english, MostSentences + 1);
        if (sentences.Length is < 2 or > MostSentences)
        {
            return null;
        }

        var (translated, isAny) = (new List<string>(), false);
        for (var from = 0; from < sentences.Length; )
        {
            var to = sentences.Length;
            string? found = null;
            while (to > from && (found = Whole(string.Join(' ', sentences[from..to]))) is null)
            {
                to--;
            }

            isAny |= found is not null;
            translated.Add(found ?? sentences[from]);
            from = found is null ? from + 1 : to;
        }

        return isAny ? string.Join(' ', translated) : null;
    }

    private string? Whole(string english)
    {
        if (find(english) is { } text)
        {
            return text;
        }

        if (english.Length == 0)
        {
            return null;
        }

        var best = Best(english[0], english);
        var open = Best('\0', english);
        var template = best is null || open?.Letters > best.Letters ? open : best;
        return template?.Written(english, find);
    }

    private Template? Best(char first, string english) =>
        _templates.TryGetValue(first, out var templates)
            ? Array.Find(templates, template => template.Fits(english))
            : null;

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{(\d+):raw\}")]
    private static partial Regex RawHole();

    [GeneratedRegex("(?<=[.?]) (?=[\\p{Lu}“])")]
    private static partial Regex Sentence();

    /// <summary>
    /// A template, whose literals are looked for in order: each where it is first after the one before it, and the last
    /// at the end. That finds a fit if there is one, without going back, however long the text is that somebody typed.
    /// </summary>
    private sealed class Template
    {
        private readonly string _translation;
        private readonly string[] _literals;
        private readonly int[] _holes;
        private readonly int _count;
        private readonly HashSet<int> _raw;

        public Template(string english, string translation)
        {
            // Every second part is the number of a hole.
            var parts = Hole().Split(english);
            _translation = translation;
            _literals = [.. parts.Where((_, place) => place % 2 == 0)];
            _holes =
            [
                .. parts
                    .Where((_, place) => place % 2 == 1)
                    .Select(hole => int.Parse(hole, CultureInfo.InvariantCulture)),
            ];
            _count = 1 + _holes.Max();
            Letters = _literals.Sum(literal => literal.Length);
            First = _literals[0].Length == 0 ? '\0' : _literals[0][0];
            _raw = RawHole()
                .Matches(translation)
                .Select(hole => int.Parse(hole.Groups[1].Value, CultureInfo.InvariantCulture))
                .ToHashSet();
        }

        /// <summary>Characters outside the holes.</summary>
        public int Letters { get; }

        /// <summary>The first character; 0 if a hole is first.</summary>
        public char First { get; }

        public bool Fits(string english) => Find(english, null);

        public string Written(string english, Func<string, string?> find)
        {
            var values = new string?[_count];
            Find(english, values);
            for (var hole = 0; hole < _count; hole++)
            {
                if (values[hole] is { } value && !_raw.Contains(hole))
                {
                    values[hole] = find(value) ?? value;
                }
            }

            return string.Format(CultureInfo.InvariantCulture, _translation, values);
        }

        private bool Find(string english, string?[]? values)
        {
            if (
                english.Length < Letters
                || !english.StartsWith(_literals[0], StringComparison.Ordinal)
                || !english.EndsWith(_literals[^1], StringComparison.Ordinal)
            )
            {
                return false;
            }

            var (at, end) = (_literals[0].Length, english.Length - _literals[^1].Length);
            for (var hole = 0; hole < _holes.Length; hole++)
            {
                var isLast = hole == _holes.Length - 1;
                var length = isLast
                    ? end - at
                    : english.AsSpan(at, end - at).IndexOf(_literals[hole + 1], StringComparison.Ordinal);
                if (length < 0)
                {
                    return false;
                }

                if (values is not null)
                {
                    values[_holes[hole]] = english.Substring(at, length);
                }

                at += length + _literals[hole + 1].Length;
            }

            return true;
        }
    }
}
