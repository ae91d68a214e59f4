using Microsoft.EntityFrameworkCore;
using UserAdmin.Applications;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Index;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit.Search;

/// <summary>Finds ids by names and names by ids, as far as the reader may see people, roles and applications.</summary>
internal sealed class ActivityPeople(ReadContext context, UserLists lists, CurrentMessage current)
{
    /// <summary>Whether the reader may see people.</summary>
    public bool MaySeeUsers => current.Access.Permissions.Contains(Permissions.UsersRead);

    private bool MaySeeRoles => current.Access.Permissions.Contains(Permissions.RolesRead);

    private bool MaySeeApplications => current.Access.Permissions.Contains(Permissions.ApplicationsRead);

    /// <summary>
    /// Returns the keys of the accounts that a text names: the one with this email address or user name, else those
    /// with this display name, else those whose names contain its words. Returns null if they are more than
    /// <paramref name="most"/>.
    /// </summary>
    public async Task<IReadOnlyList<string>?> UsersAsync(string text, int most, CancellationToken cancellationToken)
    {
        if (!MaySeeUsers)
        {
            return [];
        }

        var (ids, count) = await FindAsync(text, most, cancellationToken);
        if (count == 0)
        {
            return [];
        }

        // Whoever is called exactly so is meant, although others may have the words in their names too.
        var rows = await RowsAsync(ids, cancellationToken);
        var folded = UserText.Fold(text);
        return rows.Where(row => UserText.Fold(row.Email) == folded || UserText.Fold(row.UserName) == folded).ToList()
                is { Count: > 0 } one
                ? [.. one.Select(row => row.Id)]
            : count > most ? null
            : rows.Where(row => UserText.Fold(row.DisplayName) == folded).ToList() is { Count: > 0 } named
                ? [.. named.Select(row => row.Id)]
            : ids;
    }

    /// <summary>
    /// Returns the keys of the accounts whose names contain a text, or null if they are more than
    /// <paramref name="most"/>.
    /// </summary>
    public async Task<IReadOnlyList<string>?> UsersContainingAsync(
        string text,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (!MaySeeUsers)
        {
            return [];
        }

        var (ids, count) = await FindAsync(text, most, cancellationToken);
        return count > most ? null : ids;
    }

    /// <summary>Returns the keys of the roles with a name.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(string name, CancellationToken cancellationToken)
    {
        if (!MaySeeRoles)
        {
            return [];
        }

        var roles = await context.Roles.ToListAsync(cancellationToken);
        return
        [
            .. roles
                .Where(role => string.Equals(role.Name, name, StringComparison.OrdinalIgnoreCase))
                .Select(role => role.Id),
        ];
    }

    /// <summary>Returns the keys of the applications with a name.</summary>
    public async Task<IReadOnlyList<string>> ApplicationsAsync(string name, CancellationToken cancellationToken)
    {
        if (!MaySeeApplications)
        {
            return [];
        }

        var folded = UserText.Fold(name);
        var rows = await context.Applications.Select(row => new { row.Id, row.Name }).ToListAsync(cancellationToken);
        return [.. rows.Where(row => UserText.Fold(row.Name) == folded).Select(row => row.Id)];
    }

    /// <summary>
    /// Returns the names of accounts, roles and applications as of now, by id, that of an application also by its id as
    /// an actor; those that are gone are left out.
    /// </summary>
    public async Task<Dictionary<string, (string Name, HistorySubject Kind)>> NamesAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        var names = new Dictionary<string, (string, HistorySubject)>();
        if (ids.Count > 0 && MaySeeUsers)
        {
            foreach (var row in await RowsAsync([.. ids], cancellationToken))
            {
                names[row.Id] = (row.DisplayName, HistorySubject.User);
            }
        }

        if (names.Count < ids.Count && MaySeeRoles)
        {
            string[] others = [.. ids.Where(id => !names.ContainsKey(id))];
            foreach (
                var role in await context.Roles.Where(row => others.Contains(row.Id)).ToListAsync(cancellationToken)
            )
            {
                names[role.Id] = (role.Name, HistorySubject.Role);
            }
        }

        if (names.Count < ids.Count && MaySeeApplications)
        {
            var others = ids.Where(id => !names.ContainsKey(id)).ToLookup(Actor.IdOf);
            string[] keys = [.. others.Select(group => group.Key)];
            foreach (
                var application in await context
                    .Applications.Where(row => keys.Contains(row.Id))
                    .Select(row => new { row.Id, row.Name })
                    .ToListAsync(cancellationToken)
            )
            {
                foreach (var id in others[application.Id])
                {
                    names[id] = (application.Name, HistorySubject.Application);
                }
            }
        }

        return names;
    }

    private async Task<List<UserRow>> RowsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        string[] keys = [.. ids];
        return await context.Users.Where(row => keys.Contains(row.Id)).ToListAsync(cancellationToken);
    }

    // The index of the list finds names as the list does, in milliseconds among a million users.
    private async Task<(IReadOnlyList<string> Ids, int Count)> FindAsync(
        string text,
        int most,
        CancellationToken cancellationToken
    )
    {
        var words = UserSearch.Join([
            SearchTerm.Of(SearchFields.State, SearchFields.AnyState),
            new SearchTerm(null, SearchOperator.Is, [text]),
        ]);
        var answer = await lists.AnswerAsync<Tuple<IReadOnlyList<string>, int>>(
            words,
            (search, roles, directory) =>
                Task.FromResult(
                    directory.Read(
                        search,
                        roles,
                        sort: null,
                        (found, _) =>
                        {
                            var keys = directory.Index.Keys;
                            // Whoever has it as a whole value, such as an email address, comes first.
                            var whole = found.Whole?.Places().Take(most).ToList() ?? [];
                            return new Tuple<IReadOnlyList<string>, int>(
                                [
                                    .. whole
                                        .Concat(found.Match.Places().Take(most + whole.Count))
                                        .Distinct()
                                        .Take(most)
                                        .Select(place => keys[place]),
                                ],
                                found.Count
                            );
                        }
                    )
                ),
            cancellationToken
        );
        return answer.Value is var (ids, count) ? (ids, count) : ([], 0);
    }
}
