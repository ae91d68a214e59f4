using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Completions for the text in the search box: names of filters, then values that occur.
/// </summary>
/// <param name="Text">What is in the box.</param>
/// <param name="Caret">Where the caret stands, in characters.</param>
[Permission(Permissions.UsersRead)]
public sealed record SuggestSearch(string Text, int Caret) : IQuery<SearchSuggestions>
{
    /// <summary>Most suggestions in the answer.</summary>
    public const int Most = 10;
}

/// <summary>How a search could go on.</summary>
/// <param name="Start">Where the part begins that a suggestion replaces, in characters of the text.</param>
/// <param name="Length">How many characters it replaces.</param>
/// <param name="Items">The suggestions, best first; empty for none.</param>
public sealed record SearchSuggestions(int Start, int Length, IReadOnlyList<SearchSuggestion> Items);

/// <summary>One way to go on.</summary>
/// <param name="Insert">What to put in place of the part.</param>
/// <param name="Label">What to show.</param>
/// <param name="Note">What it means, or how many users it finds; may be empty.</param>
public sealed record SearchSuggestion(string Insert, string Label, string Note);

internal sealed class SuggestSearchHandler(UserLists lists, TimeProvider time)
    : IQueryHandler<SuggestSearch, SearchSuggestions>
{
    public Task<Answer<SearchSuggestions>> Handle(SuggestSearch request, CancellationToken cancellationToken) =>
        lists.AnswerAsync<SearchSuggestions>(
            search: null,
            async (everybody, _, directory) =>
            {
                var typed = TypedTerm.At(request.Text, request.Caret);
                var roles = typed.Field == SearchFields.Permission ? await lists.RolesAsync(cancellationToken) : [];
                var items = typed.Field switch
                {
                    null => typed.Names(),
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
