using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// The part that all queries about many users share: it parses the search, refuses a search that has errors, and
/// answers from the index of the read model in use.
/// </summary>
internal sealed class UserLists(ReadContext context, UserDirectories inUse, UserFieldSet fields)
{
    /// <summary>Answers a query about the users that a search finds.</summary>
    /// <param name="search">The search.</param>
    /// <param name="answer">Computes the answer. It gets all roles if the search depends on their permissions.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Answer<TView>> AnswerAsync<TView>(
        string? search,
        Func<UserSearch, IReadOnlyList<RoleRow>, UserDirectory, Task<TView>> answer,
        CancellationToken cancellationToken
    )
    {
        var read = UserSearch.Parse(search, fields);
        if (!read.IsValid)
        {
            return new() { Refusal = UserErrors.BadSearch(read.Errors[0]) };
        }

        var roles = UserDirectory.NeedsRoles(read) ? await RolesAsync(cancellationToken) : [];
        return new() { Value = await answer(read, roles, await inUse.UsersAsync(cancellationToken)) };
    }

    public async Task<IReadOnlyList<RoleRow>> RolesAsync(CancellationToken cancellationToken) =>
        await context.Roles.ToListAsync(cancellationToken);

    /// <summary>
    /// Returns rows by their keys, in the order of the keys. Keys of users who are gone are left out.
    /// </summary>
    public Task<IReadOnlyList<UserRow>> RowsAsync(
        UserDirectory directory,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken,
        bool keep = true
    ) =>
        directory.RowsAsync(
            ids,
            missing =>
                context.Users.Where(row => EF.Parameter(missing).Contains(row.Id)).ToListAsync(cancellationToken),
            keep
        );
}
