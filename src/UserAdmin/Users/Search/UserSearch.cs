using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Search;

/// <summary>
/// A parsed search: words and filters, all of which have to match. The filter chips and the text of the search box are
/// two views of it.
/// <code>state:locked role:"Help desk" signed-in&lt;2026-01-01 department:sales,support -role:admin smith</code>
/// </summary>
/// <param name="Text">The text that was parsed, trimmed.</param>
/// <param name="Terms">The words and filters, in order.</param>
/// <param name="Errors">The errors in the text. A search with errors is refused.</param>
public sealed record UserSearch(string Text, IReadOnlyList<SearchTerm> Terms, IReadOnlyList<SearchError> Errors)
{
    /// <summary>The maximum length in characters. A longer search would make a URL that servers refuse.</summary>
    public const int Longest = 1_000;

    /// <summary>
    /// The maximum length in characters of a search for email addresses, of which people paste lists. It leaves room
    /// for the rest of a URL of 8,000 characters, in which @ and comma take three.
    /// </summary>
    public const int LongestAddresses = 5_500;

    /// <summary>The maximum number of email addresses in a search.</summary>
    public const int MostAddresses = 200;

    /// <summary>
    /// The maximum length in characters of a list of addresses as it is pasted, with names. <see cref="Compact"/> is
    /// shorter.
    /// </summary>
    public const int LongestPaste = 14_000;

    /// <summary>The maximum number of terms in a search.</summary>
    public const int MostTerms = 40;

    /// <summary>A search that finds all users who are not deleted.</summary>
    public static UserSearch Everybody { get; } = new("", [], []);

    /// <summary>The words to search for, as they were typed, without excluded ones.</summary>
    public IReadOnlyList<string> Words =>
        [.. Terms.Where(term => term is { Field: null, IsNegated: false }).SelectMany(term => term.Values)];

    /// <summary>The filters, without the words.</summary>
    public IEnumerable<SearchTerm> Filters => Terms.Where(term => term.Field is not null);

    /// <summary>The email addresses that are searched for as such; empty if there are none.</summary>
    public IReadOnlyList<string> Addresses => Terms.FirstOrDefault(term => term.IsAddresses)?.Values ?? [];

    /// <summary>
    /// The text to keep in an address: the addresses without the names and brackets they were pasted with, and
    /// otherwise
    /// <see cref="Text"/>.
    /// </summary>
    public string Compact => IsValid && Addresses.Count > 0 ? Join(Terms) : Text;

    /// <summary>Whether the search has no errors.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>The fields that can be searched by.</summary>
    public ISearchLanguage Fields { get; init; } = UserFieldSet.Stock;

    /// <summary>Parses a text. Returns terms or errors and never throws, whatever the text is.</summary>
    /// <param name="text">The text; null for an empty search.</param>
    /// <param name="fields">The fields that can be searched by; null for the declared ones only, which is enough to
    /// find the words of a search.</param>
    public static UserSearch Parse(string? text, ISearchLanguage? fields = null) =>
        !string.IsNullOrWhiteSpace(text) ? new SearchReader(text, fields ?? UserFieldSet.Stock).Read()
        : fields is null ? Everybody
        : Everybody with { Fields = fields };

    /// <summary>
    /// Returns the text with a term added at the end, replacing all terms with the same filter, operator and sign.
    /// </summary>
    /// <param name="term">The term.</param>
    public string With(SearchTerm term) =>
        Join([
            .. Terms.Where(other =>
                other.Field != term.Field || other.Operator != term.Operator || other.IsNegated != term.IsNegated
            ),
            term,
        ]);

    /// <summary>Returns the text without one of its terms.</summary>
    /// <param name="term">One of <see cref="Terms"/>.</param>
    public string Without(SearchTerm term) => Join(Terms.Where(other => !ReferenceEquals(other, term)));

    /// <summary>Returns the text without the terms of a filter.</summary>
    /// <param name="field">The filter.</param>
    public string Without(SearchField field) => Join(Terms.Where(other => other.Field != field));

    /// <summary>
    /// Returns the text with a value ticked or unticked. Ticked values of one filter are alternatives.
    /// </summary>
    /// <param name="field">The filter.</param>
    /// <param name="value">The value.</param>
    /// <param name="isTicked">Whether to tick the value.</param>
    public string Tick(SearchField field, string value, bool isTicked)
    {
        var ticked = Terms
            .Where(term => term.Field == field && term is { Operator: SearchOperator.Is, IsNegated: false })
            .SelectMany(term => term.Values)
            .Where(other => !SearchText.Same(other, value))
            .ToList();
        if (isTicked)
        {
            ticked.Add(value);
        }

        return ticked.Count == 0
            ? Join(Terms.Where(term => term.Field != field || term.Operator != SearchOperator.Is || term.IsNegated))
            : With(new SearchTerm(field, SearchOperator.Is, ticked));
    }

    /// <summary>Returns true if a value of a filter is ticked.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="value">The value.</param>
    public bool IsTicked(SearchField field, string value) =>
        Terms.Any(term =>
            term.Field == field
            && term is { Operator: SearchOperator.Is, IsNegated: false }
            && term.Values.Any(other => SearchText.Same(other, value))
        );

    /// <summary>Returns terms as text.</summary>
    /// <param name="terms">The terms, in order.</param>
    public static string Join(IEnumerable<SearchTerm> terms) => string.Join(' ', terms);
}
