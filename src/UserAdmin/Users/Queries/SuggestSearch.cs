using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Suggests completions for the text in the search box: names of filters, and then values that occur.
/// </summary>
/// <param name="Text">The text in the search box.</param>
/// <param name="Caret">The position of the caret, in characters.</param>
[Permission(Permissions.UsersRead)]
public sealed record SuggestSearch(string Text, int Caret) : IQuery<SearchSuggestions>
{
    /// <summary>The maximum number of suggestions in the answer.</summary>
    public const int Most = 10;
}

/// <summary>Completions for a search.</summary>
/// <param name="Start">The start of the part that a suggestion replaces, in characters of the text.</param>
/// <param name="Length">The number of characters that a suggestion replaces.</param>
/// <param name="Items">The suggestions, best first; empty for none.</param>
public sealed record SearchSuggestions(int Start, int Length, IReadOnlyList<SearchSuggestion> Items);

/// <summary>One completion.</summary>
/// <param name="Insert">The text that replaces the part.</param>
/// <param name="Label">The text to show in the list of suggestions.</param>
/// <param name="Note">What it means, or how many users it finds; may be empty.</param>
public sealed record SearchSuggestion(string Insert, string Label, string Note)
{
    /// <summary>Whether it makes a filter of a word that was typed as a text, such as “sales”.</summary>
    public bool IsForWord { get; init; }
}

internal sealed class SuggestSearchHandler(UserLists lists, UserFieldSet fields, TimeProvider time)
    : IQueryHandler<SuggestSearch, SearchSuggestions>
{
    public Task<Answer<SearchSuggestions>> Handle(SuggestSearch request, CancellationToken cancellationToken) =>
        lists.AnswerAsync<SearchSuggestions>(
            search: null,
            async (everybody, _, directory) =>
            {
                var typed = TypedTerm.At(request.Text, request.Caret, fields);
                var roles =
                    typed.Field == SearchFields.Permission ? await lists.RolesAsync(directory, cancellationToken) : [];
                if (typed is { Field: null, Sign: "" })
                {
                    return directory.Read(
                        everybody,
                        roles: [],
                        sort: null,
                        (found, _) => new WordFilters(directory.Index, fields, found.Match).Suggest(request.Text, typed)
                    );
                }

                var items = typed.Field switch
                {
                    null => typed.Names(fields),
                    { Kind: SearchKind.Value } field => directory.Read(
                        everybody,
                        roles,
                        sort: null,
                        (found, _) =>
                            typed.Values(
                                new FacetCounts(directory.Index, roles, time.GetUtcNow()).Values(field, found.Match)
                            )
                    ),
                    _ => typed.Choices(),
                };
                return new(typed.Start, typed.Length, items);
            },
            cancellationToken
        );
}
