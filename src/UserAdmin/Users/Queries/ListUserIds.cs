using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Lists the keys of the users that match a search, sorted by name. The answer has the first 100,000 keys, and the
/// total number of users that match.
/// </summary>
/// <param name="Search">The search, as in <see cref="ListUsers"/>.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUserIds(string? Search = null) : IQuery<Page<string>>
{
    /// <summary>The maximum number of keys in one answer.</summary>
    public const int Most = 100_000;
}

internal sealed class ListUserIdsHandler(UserLists lists, TimeProvider time) : IQueryHandler<ListUserIds, Page<string>>
{
    public Task<Answer<Page<string>>> Handle(ListUserIds request, CancellationToken cancellationToken) =>
        lists.AnswerAsync<Page<string>>(
            request.Search,
            (search, roles, directory) =>
                Task.FromResult(
                    directory.Read(
                        search,
                        roles,
                        UserFields.DisplayName.Sort,
                        (found, order) =>
                        {
                            var page = ListOrder
                                .Of(
                                    directory.Index,
                                    found,
                                    UserFields.DisplayName.Sort,
                                    descending: false,
                                    order!,
                                    time.GetUtcNow()
                                )
                                .At(0, Math.Min(found.Count, ListUserIds.Most));
                            return new Page<string>(
                                [.. page.Places.Select(place => directory.Index.Keys[place])],
                                found.Count
                            );
                        }
                    )
                ),
            cancellationToken
        );
}
