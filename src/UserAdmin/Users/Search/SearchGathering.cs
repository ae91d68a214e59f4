using UserAdmin.Text;

namespace UserAdmin.Users.Search;

/// <summary>
/// Makes one term of words that belong together although they were typed apart: the addresses in a list that was
/// pasted, and the parts of a telephone number.
/// </summary>
internal static class SearchGathering
{
    /// <summary>
    /// Makes one term of several addresses, or of one in angle brackets, as mail programs write them. The words beside
    /// them are the names of the same people, who may be called differently here.
    /// </summary>
    /// <param name="terms">All terms; those that belong together are replaced.</param>
    /// <param name="bare">The words that were typed without quotation marks, or with unnecessary ones; emptied if there
    /// are addresses.</param>
    /// <param name="links">The words that followed <c>mailto:</c> or the like.</param>
    public static void Addresses(List<SearchTerm> terms, List<SearchTerm> bare, IReadOnlyList<SearchTerm> links)
    {
        List<(SearchTerm Term, string Address)> found =
        [
            .. bare.SelectMany(term =>
                    term.Values[0].Split([',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(part => (term, part))
                )
                .Select(pair => (pair.term, Address: AddressIn(pair.part)!))
                .Where(pair => pair.Address is not null)
                .DistinctBy(pair => NameSpelling.Fold(pair.Address)),
        ];
        if (found.Count < 2 && !found.Exists(one => IsBracketed(one.Term) || links.Contains(one.Term)))
        {
            return;
        }

        var (first, last) = (found[0].Term, found[^1].Term);
        terms[terms.IndexOf(first)] = new(null, SearchOperator.Is, [.. found.Select(one => one.Address)])
        {
            Start = first.Start,
            Length = last.Start + last.Length - first.Start,
            IsAddresses = true,
        };
        terms.RemoveAll(term => term is { Field: null, IsNegated: false, IsAddresses: false });
        bare.Clear();
    }

    /// <summary>Makes one word of a telephone number that was typed with spaces.</summary>
    /// <param name="terms">All terms; those that belong together are replaced.</param>
    /// <param name="bare">The words that were typed without quotation marks, or with unnecessary ones.</param>
    public static void Numbers(List<SearchTerm> terms, IReadOnlyList<SearchTerm> bare)
    {
        for (var at = 0; at < terms.Count; at++)
        {
            var end = at;
            while (end < terms.Count && bare.Contains(terms[end]) && PhoneSearch.IsPart(terms[end].Values[0]))
            {
                end++;
            }

            List<string> words = [.. terms[at..end].Select(term => term.Values[0])];
            if (words.Count > 1 && PhoneSearch.IsNumber(words))
            {
                var (first, last) = (terms[at], terms[end - 1]);
                terms[at] = new(null, SearchOperator.Is, [string.Join(' ', words)])
                {
                    Start = first.Start,
                    Length = last.Start + last.Length - first.Start,
                };
                terms.RemoveRange(at + 1, end - at - 1);
            }
            else if (end > at)
            {
                at = end - 1;
            }
        }
    }

    private static bool IsBracketed(SearchTerm term) =>
        term.Values[0].StartsWith('<') && term.Values[0].TrimEnd(',', ';').EndsWith('>');

    private static string? AddressIn(string part)
    {
        var text = part.Trim('<', '>', '(', ')', '[', ']', '\'', '‘', '’').TrimEnd('.');
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        // mailto:anna@example.com?subject=Hello, within a list.
        text = text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text["mailto:".Length..] : text;
        var question = text.IndexOf('?', StringComparison.Ordinal);
        return EmailAddress.Clean(question > 0 && question > text.IndexOf('@') ? text[..question] : text);
    }
}
