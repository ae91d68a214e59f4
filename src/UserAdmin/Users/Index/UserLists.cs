using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// The part that all queries about many users share: it parses the search, refuses a search that has errors, and
/// answers from the index of the read model in use.
/// </summary>
internal sealed class UserLists(
    ReadContext context,
    UserDirectories inUse,
    IPastDirectories past,
    UserFieldSet fields,
    CurrentMessage current,
    TimeProvider time
)
{
    /// <summary>Answers a query about the users that a search finds now.</summary>
    /// <inheritdoc cref="AnswerAsync{TView}(string, DateTimeOffset?, Func{UserSearch, IReadOnlyList{RoleRow},
    /// UserDirectory, Task{TView}}, CancellationToken)"/>
    public Task<Answer<TView>> AnswerAsync<TView>(
        string? search,
        Func<UserSearch, IReadOnlyList<RoleRow>, UserDirectory, Task<TView>> answer,
        CancellationToken cancellationToken
    ) => AnswerAsync(search, at: null, answer, cancellationToken);

    /// <summary>Answers a query about the users that a search finds.</summary>
    /// <param name="search">The search.</param>
    /// <param name="at">The moment whose list answers; null for now.</param>
    /// <param name="answer">Computes the answer. It gets all roles if the search depends on their permissions.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Answer<TView>> AnswerAsync<TView>(
        string? search,
        DateTimeOffset? at,
        Func<UserSearch, IReadOnlyList<RoleRow>, UserDirectory, Task<TView>> answer,
        CancellationToken cancellationToken
    )
    {
        var read = UserSearch.Parse(search, fields);
        if (!read.IsValid)
        {
            return new() { Refusal = UserErrors.BadSearch(read.Errors[0]) };
        }

        if (RefusalOf(at) is { } refusal)
        {
            return new() { Refusal = refusal };
        }

        var directory = await DirectoryAsync(at, cancellationToken);
        var roles = UserDirectory.NeedsRoles(read) ? await RolesAsync(directory, cancellationToken) : [];
        return new() { Value = await answer(read, roles, directory) };
    }

    /// <summary>
    /// Returns why the sender may not see the list of a moment, or null. The past is part of the history, so it needs
    /// <see cref="Permissions.AuditRead"/> as well.
    /// </summary>
    public Error? RefusalOf(DateTimeOffset? at) =>
        at is null ? null
        : at > time.GetUtcNow() ? UserErrors.MomentToCome
        : current.Access.Permissions.Contains(Permissions.AuditRead) ? null
        : MessagingErrors.NotPermitted(Permissions.AuditRead);

    /// <summary>Returns the directory of a moment; null for now.</summary>
    public Task<UserDirectory> DirectoryAsync(DateTimeOffset? at, CancellationToken cancellationToken) =>
        at is { } moment ? past.AtAsync(moment, cancellationToken) : inUse.UsersAsync(cancellationToken);

    /// <summary>Returns all roles, as they were if the directory is of the past.</summary>
    public async Task<IReadOnlyList<RoleRow>> RolesAsync(
        UserDirectory directory,
        CancellationToken cancellationToken
    ) => directory.PastRoles ?? await context.Roles.ToListAsync(cancellationToken);

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
                directory.LoadPast is { } load
                    ? load(missing, cancellationToken)
                    : context.Users.Where(row => EF.Parameter(missing).Contains(row.Id)).ToListAsync(cancellationToken),
            keep
        );
}
