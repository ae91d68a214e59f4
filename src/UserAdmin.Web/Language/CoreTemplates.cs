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

    // The one with the most letters of its own fits best.
    private readonly List<Template> _templates =
    [
        .. texts
            .Where(text => Hole().IsMatch(text.Key))
            .Select(text => new Template(text.Key, text.Value))
            .OrderByDescending(template => template.Letters),
    ];

    /// <summary>Returns a text in the other language; null if nothing of it is known.</summary>
    public string? Translate(string english)
    {
        if (Whole(english) is { } whole)
        {
            return whole;
        }

        var sentences = Sentence().Split(english);
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

        foreach (var template in _templates)
        {
            if (
                english.StartsWith(template.Beginning, StringComparison.Ordinal)
                && template.Pattern.Match(english) is { Success: true } match
            )
            {
                return string.Format(
                    CultureInfo.InvariantCulture,
                    template.Translation,
                    [
                        .. template.Holes.Select(hole =>
                            match.Groups[$"p{hole}"].Value is var value && template.Raw.Contains(hole)
                                ? value
                                : find(value) ?? value
                        ),
                    ]
                );
            }
        }

        return null;
    }

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{(\d+):raw\}")]
    private static partial Regex RawHole();

    [GeneratedRegex("(?<=[.?]) (?=[\\p{Lu}“])")]
    private static partial Regex Sentence();

    private sealed class Template
    {
        public Template(string english, string translation)
        {
            var parts = Hole().Split(english);
            // Every second part is the number of a hole. What people typed is in the values, so the pattern must not
            // take longer than its text is long.
            Pattern = new Regex(
                string.Concat(
                    parts
                        .Select((part, place) => place % 2 == 0 ? Regex.Escape(part) : $"(?<p{part}>.*?)")
                        .Prepend("^")
                        .Append("$")
                ),
                RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant
            );
            (Translation, Beginning, Letters) = (
                translation,
                parts[0],
                parts.Where((_, place) => place % 2 == 0).Sum(part => part.Length)
            );
            Raw = RawHole()
                .Matches(translation)
                .Select(hole => int.Parse(hole.Groups[1].Value, CultureInfo.InvariantCulture))
                .ToHashSet();
            Holes =
            [
                .. Enumerable.Range(
                    0,
                    1
                        + parts
                            .Where((_, place) => place % 2 == 1)
                            .Max(hole => int.Parse(hole, CultureInfo.InvariantCulture))
                ),
            ];
        }

        public Regex Pattern { get; }

        public string Translation { get; }

        public string Beginning { get; }

        public int Letters { get; }

        public IReadOnlyList<int> Holes { get; }

        /// <summary>The holes whose values are never translated.</summary>
        public IReadOnlySet<int> Raw { get; }
    }
}
