using System.Text.RegularExpressions;
using UserAdmin.Text;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>A person, or a part without an address, of a list that somebody pasted.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Email">The address as it is written, or null if there is none.</param>
/// <param name="Name">The name beside it, or null.</param>
internal sealed record PastedPerson(int Line, int Start, int Length, string? Email, string? Name);

/// <summary>
/// Finds the people in a text that somebody pasted: addresses separated by commas, semicolons, line ends, tabs or
/// blanks; addresses with names, as mail programs write them; columns of a spreadsheet. A name that could belong to
/// either of two addresses is reported as a part without an address.
/// </summary>
internal static partial class PastedPeople
{
    private static readonly ImportField _name = ImportField.Of(UserFields.DisplayName);

    /// <summary>Returns the people in the order of the text.</summary>
    public static IReadOnlyList<PastedPerson> In(string text)
    {
        var people = new List<PastedPerson>();
        var (line, start) = (0, 0);
        while (start <= text.Length)
        {
            var end = text.AsSpan(start).IndexOfAny('\r', '\n');
            end = end < 0 ? text.Length : start + end;
            line++;
            var parts = Parts(text, start, end);
            if (parts.Count > 0 && !(people.Count == 0 && AreTitles(text, parts)))
            {
                people.AddRange(OfLine(text, line, parts));
            }

            start = end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
        }

        return people;
    }

    private static IEnumerable<PastedPerson> OfLine(string text, int line, List<Part> parts)
    {
        var isOne = parts.Sum(part => part.Addresses.Count) == 1;
        if (isOne && parts.Find(part => part.Addresses.Count == 1) is { } only)
        {
            return OnlyOne(text, line, parts, only);
        }

        var people = new List<PastedPerson>();
        var waiting = new List<Part>();
        foreach (var part in parts)
        {
            if (part.Addresses.Count == 0)
            {
                waiting.Add(part);
                continue;
            }

            // Schmidt, Anna <anna@example.com>: what stands before the comma belongs to the name.
            var first = part.Start;
            if (part.IsMailbox && waiting.Count > 0 && waiting.TrueForAll(one => one.Separator == ','))
            {
                first = waiting[0].Start;
                waiting.Clear();
            }

            people.AddRange(Without(line, waiting));
            waiting.Clear();
            people.AddRange(OfPart(text, line, part, first));
        }

        return [.. people, .. Without(line, waiting)];
    }

    /// <summary>The person of a line with a single address: everything else on it is the name.</summary>
    private static IEnumerable<PastedPerson> OnlyOne(string text, int line, List<Part> parts, Part only)
    {
        var (address, at) = only.Addresses[0];
        var (before, after) = (parts[..parts.IndexOf(only)], parts[(parts.IndexOf(only) + 1)..]);
        var own = NameIn(text, only, at);
        if (only.IsMailbox && own is not null)
        {
            var isOneName = before.Count > 0 && before.TrueForAll(part => part.Separator == ',');
            var first = isOneName ? before[0].Start : only.Start;
            // Columns of a spreadsheet are about the person. What stands behind a comma or a semicolon is not, and must
            // not be lost.
            return
            [
                .. Without(line, [.. (isOneName ? [] : before).Where(part => part.Separator != '\t')]),
                new(line, first, only.End - first, address, isOneName ? Clean(text[first..at]) : own),
                .. Without(line, [.. after.Where((_, place) => parts[before.Count + place].Separator != '\t')]),
            ];
        }

        // Of the columns of a spreadsheet, those before the address are the name, or else those after it.
        var others = before.Count > 0 ? before : after;
        var name = own ?? (others.Count == 0 ? null : Joined(text, others));
        return [new(line, parts[0].Start, parts[^1].End - parts[0].Start, address, name)];
    }

    private static string? Joined(string text, List<Part> parts) =>
        Clean(
            string.Join(
                ' ',
                parts.Select(
                    (part, place) =>
                        Clean(text[part.Start..part.End])
                        + (part.Separator == ',' && place < parts.Count - 1 ? "," : "")
                )
            )
        );

    private static List<PastedPerson> OfPart(string text, int line, Part part, int first)
    {
        if (part.Addresses.Count == 1)
        {
            var (address, at) = part.Addresses[0];
            var name = part.IsMailbox ? Clean(text[first..at]) : NameIn(text, part, at);
            return [new(line, first, part.End - first, address, name)];
        }

        // Addresses separated by blanks; words between them belong to nobody.
        return
        [
            .. Words()
                .Matches(text[part.Start..part.End])
                .Select(word => new PastedPerson(
                    line,
                    part.Start + word.Index,
                    word.Length,
                    IsAddress(word.Value) ? Bare(word.Value) : null,
                    null
                )),
        ];
    }

    private static IEnumerable<PastedPerson> Without(int line, List<Part> parts) =>
        parts.Select(part => new PastedPerson(line, part.Start, part.End - part.Start, null, null));

    /// <summary>Returns the words of a part that stand before or after its address.</summary>
    private static string? NameIn(string text, Part part, int at)
    {
        var end = at;
        while (end < part.End && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return Clean(text[part.Start..at]) ?? Clean(text[end..part.End]);
    }

    private static string? Clean(string text)
    {
        var trimmed = text.Trim(
            ' ',
            '\t',
            '\u00A0',
            '"',
            '\'',
            '<',
            '(',
            ')',
            ',',
            ';',
            ':',
            '-',
            '•',
            '*',
            '“',
            '”',
            '„'
        );
        return ImportCells.Value(_name, trimmed);
    }

    private static bool IsAddress(string token) => token.Contains('@', StringComparison.Ordinal);

    private static string Bare(string token) =>
        ImportCells.Value(ImportField.Email, token.Trim('<', '>', '(', ')', '[', ']', '"', '“', '”', '„', ':'))
        ?? token;

    private static bool AreTitles(string text, List<Part> parts) =>
        parts.Count > 1
        && parts.TrueForAll(part => part.Addresses.Count == 0)
        && ImportGuess.Columns([.. parts.Select(part => text[part.Start..part.End])]).Contains(ImportField.Email);

    /// <summary>
    /// Splits a line at commas, semicolons and tabs outside of quotation marks and angle brackets.
    /// </summary>
    private static List<Part> Parts(string text, int start, int end)
    {
        var parts = new List<Part>();
        var (isQuoted, isInside, from) = (false, false, start);
        for (var at = start; at <= end; at++)
        {
            var letter = at < end ? text[at] : '\0';
            if (letter == '"')
            {
                // A mark without another one on the line is no quotation mark.
                isQuoted = !isQuoted && text.AsSpan(at + 1, end - at - 1).Contains('"');
            }

            isInside =
                !isQuoted && (letter == '<' ? text.AsSpan(at, end - at).Contains('>') : isInside && letter != '>');
            if (at == end || (!isQuoted && !isInside && letter is (',' or ';' or '\t')))
            {
                Add(from, at, letter);
                from = at + 1;
            }
        }

        return parts;

        void Add(int first, int last, char separator)
        {
            while (first < last && char.IsWhiteSpace(text[first]))
            {
                first++;
            }

            while (last > first && char.IsWhiteSpace(text[last - 1]))
            {
                last--;
            }

            if (first < last && text.AsSpan(first, last - first).ContainsAnyExcept(" \t\"',;".AsSpan()))
            {
                parts.Add(Part.Of(text, first, last, separator));
            }
        }
    }

    [GeneratedRegex(@"\S+")]
    private static partial Regex Words();

    [GeneratedRegex(@"<\s*(?<address>[^<>]*@[^<>]*?)\s*>")]
    private static partial Regex Mailbox();

    /// <summary>What stands between two separators.</summary>
    private sealed record Part(int Start, int End, char Separator, IReadOnlyList<(string Address, int At)> Addresses)
    {
        /// <summary>Whether the address stands in angle brackets, behind a name.</summary>
        public bool IsMailbox { get; private init; }

        public static Part Of(string text, int start, int end, char separator)
        {
            var part = text[start..end];
            var mailboxes = Mailbox().Matches(part);
            if (mailboxes.Count == 1)
            {
                var mailbox = mailboxes[0];
                return new(start, end, separator, [(Bare(mailbox.Groups["address"].Value), start + mailbox.Index)])
                {
                    IsMailbox = true,
                };
            }

            return new(
                start,
                end,
                separator,
                [
                    .. Words()
                        .Matches(part)
                        .Where(word => IsAddress(word.Value))
                        .Select(word => (Bare(word.Value), start + word.Index)),
                ]
            );
        }
    }
}
