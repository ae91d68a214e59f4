namespace UserAdmin.Users.Search;

/// <summary>
/// The filters that a search can have. Everything else of the search language – words, quotation marks, negation,
/// lists, times – is the same for all lists.
/// </summary>
public interface ISearchLanguage
{
    /// <summary>The filters, in the order in which they are offered.</summary>
    IReadOnlyList<SearchField> Filters { get; }

    /// <summary>
    /// Whether the words of a search are looked for in people, so that addresses and telephone numbers are read as
    /// such.
    /// </summary>
    bool ListsPeople => false;

    /// <summary>
    /// Finds a filter by its key or one of its aliases, ignoring case. Returns null if there is none.
    /// </summary>
    /// <param name="name">The name.</param>
    SearchField? FindFilter(string name);
}
