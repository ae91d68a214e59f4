using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Counts how many users would remain for each value of each filter, in addition to the current search. The ticked
/// values of a filter do not affect its own counts.
/// </summary>
/// <param name="Search">The search, as in <see cref="ListUsers"/>.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetUserFacets(string? Search = null) : IQuery<UserFacets>
{
    /// <summary>The moment whose list is counted, as in <see cref="ListUsers.At"/>; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The maximum number of values of one filter in the answer.</summary>
    public const int MostValues = 50;
}

/// <summary>The filters with their counts.</summary>
/// <param name="Total">How many users match the search.</param>
/// <param name="Facets">One for each filter that is offered (<see cref="SearchField.IsFacet"/>), in the order of
/// <see cref="SearchFields.All"/>.</param>
public sealed record UserFacets(int Total, IReadOnlyList<UserFacet> Facets);

/// <summary>A filter with the counts of its values.</summary>
/// <param name="Field">Key of the filter.</param>
/// <param name="Values">The values, the most frequent first (fixed choices in their own order), at most
/// <see cref="GetUserFacets.MostValues"/>. Ticked values are always included.</param>
/// <param name="ValueCount">The number of all values, including those that are not listed.</param>
public sealed record UserFacet(string Field, IReadOnlyList<FacetValue> Values, int ValueCount);

/// <summary>A value of a filter.</summary>
/// <param name="Value">The value in the search language; <see cref="SearchFields.None"/> for users without a
/// value.</param>
/// <param name="Count">How many users would remain with it.</param>
/// <param name="IsTicked">Whether the search contains it.</param>
public sealed record FacetValue(string Value, int Count, bool IsTicked);

internal sealed class GetUserFacetsHandler(UserLists lists) : IQueryHandler<GetUserFacets, UserFacets>
{
    public Task<Answer<UserFacets>> Handle(GetUserFacets request, CancellationToken cancellationToken) =>
        lists.AnswerAsync<UserFacets>(
            request.Search,
            request.At,
            async (search, _, directory) =>
            {
                var roles = await lists.RolesAsync(directory, cancellationToken);
                return directory.Read(
                    search,
                    roles,
                    sort: null,
                    (found, _) => new FacetCounts(directory.Index, roles, directory.Now).Count(search, found)
                );
            },
            cancellationToken
        );
}
