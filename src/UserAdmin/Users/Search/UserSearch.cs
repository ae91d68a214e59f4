namespace UserAdmin.Users.Search;

/// <summary>
/// A search of the list, read: words and filters that all have to fit. Filters as chips and the text of the search box
/// are two views of it.
/// <code>state:locked role:"Help desk" signed-in&lt;2026-01-01 department:sales,support -role:admin smith</code>
/// </summary>
/// <param name="Text">The text it was read from, trimmed.</param>
/// <param name="Terms">What it asks for, in order.</param>
/// <param name="Errors">What in it cannot be understood. A search with errors finds nothing.</param>
public sealed record UserSearch(string Text, IReadOnlyList<SearchTerm> Terms, IReadOnlyList<SearchError> Errors)
{
    /// <summary>Longest text that is read, in characters: a longer one makes an address that servers refuse.</summary>
    public const int Longest = 1_000;

    /// <summary>Most terms in one search.</summary>
    public const int MostTerms = 40;

    /// <summary>A search for everybody (who is not deleted).</summary>
    public static UserSearch Everybody { get; } = new("", [], []);

    /// <summary>The words that rows are found by, as they were typed, without those that are excluded.</summary>
    public IReadOnlyList<string> Words =>
        [.. Terms.Where(term => term is { Field: null, IsNegated: false }).SelectMany(term => term.Values)];

    /// <summary>The filters, without the words.</summary>
    public IEnumerable<SearchTerm> Filters => Terms.Where(term => term.Field is not null);

    /// <summary>Whether it can be asked.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>Reads a text. Whatever it holds, the answer is terms or errors, never an exception.</summary>
    /// <param name="text">The text; null for none.</param>
    public static UserSearch Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Everybody : new SearchReader(text).Read();

    /// <summary>
    /// The text with another term at its end, in place of all others of the same filter, operator and sign.
    /// </summary>
    /// <param name="term">The term.</param>
    public string With(SearchTerm term) =>
        Join([
            .. Terms.Where(other =>
                other.Field != term.Field || other.Operator != term.Operator || other.IsNegated != term.IsNegated
            ),
            term,
        ]);

    /// <summary>The text without one of its terms.</summary>
    /// <param name="term">One of <see cref="Terms"/>.</param>
    public string Without(SearchTerm term) => Join(Terms.Where(other => !ReferenceEquals(other, term)));

    /// <summary>The text without any term of a filter.</summary>
    /// <param name="field">The filter.</param>
    public string Without(SearchField field) => Join(Terms.Where(other => other.Field != field));

    /// <summary>The text with a value ticked or not: ticked values of one filter are alternatives.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="value">The value.</param>
    /// <param name="isTicked">Whether it is to be ticked.</param>
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

    /// <summary>Whether a value of a filter is ticked.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="value">The value.</param>
    public bool IsTicked(SearchField field, string value) =>
        Terms.Any(term =>
            term.Field == field
            && term is { Operator: SearchOperator.Is, IsNegated: false }
            && term.Values.Any(other => SearchText.Same(other, value))
        );

    /// <summary>Terms as text.</summary>
    /// <param name="terms">The terms, in order.</param>
    public static string Join(IEnumerable<SearchTerm> terms) => string.Join(' ', terms);
}
