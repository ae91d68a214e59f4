using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>Counts the users that each of several searches finds.</summary>
/// <param name="Searches">The searches, as in <see cref="ListUsers"/>; at most <see cref="Most"/>.</param>
[Permission(Permissions.UsersRead)]
public sealed record CountUsers(IReadOnlyList<string> Searches) : IQuery<UserCounts>
{
    /// <summary>The maximum number of searches in one query.</summary>
    public const int Most = 100;
}

/// <summary>The number of users that each search finds.</summary>
/// <param name="Counts">The counts, in the order of the searches; null for a search with errors.</param>
public sealed record UserCounts(IReadOnlyList<int?> Counts);

internal sealed class CountUsersHandler(UserLists lists) : IQueryHandler<CountUsers, UserCounts>
{
    public async Task<Answer<UserCounts>> Handle(CountUsers request, CancellationToken cancellationToken)
    {
        var counts = new List<int?>(request.Searches.Count);
        foreach (var text in request.Searches.Take(CountUsers.Most))
        {
            var answer = await lists.AnswerAsync<UserCounts>(
                text,
                (search, roles, directory) =>
                    Task.FromResult(
                        new UserCounts([directory.Read(search, roles, sort: null, (found, _) => found.Count)])
                    ),
                cancellationToken
            );
            counts.Add(answer.Value?.Counts[0]);
        }

        return new() { Value = new UserCounts(counts) };
    }
}
