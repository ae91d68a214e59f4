using Microsoft.AspNetCore.Identity;
using UserAdmin.Pipeline;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Stores many new accounts at once (decision 30). <see cref="User"/> creates them and records their events as usual;
/// only the way they are written to the tables differs. The caller must have checked that keys, names and addresses are
/// free.
/// </summary>
internal sealed class NewUsers(WriteContext context, UnitOfWork unitOfWork)
{
    /// <summary>Stores accounts with their roles and links, in the open transaction.</summary>
    /// <param name="users">New accounts, each with its profile and its events.</param>
    /// <param name="members">The roles of the new accounts.</param>
    /// <param name="links">The links that were created for them.</param>
    /// <param name="logins">Their external logins.</param>
    /// <param name="tokens">Their tokens, such as the secret of an authenticator app.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task StoreAsync(
        IReadOnlyList<User> users,
        IReadOnlyList<IdentityUserRole<string>> members,
        IReadOnlyList<AccountLink> links,
        IReadOnlyList<IdentityUserLogin<string>> logins,
        IReadOnlyList<IdentityUserToken<string>> tokens,
        CancellationToken cancellationToken
    )
    {
        await StoreAsync(users, cancellationToken);
        await StoreAsync(users.Select(user => user.Profile), cancellationToken);
        await StoreAsync(members, cancellationToken);
        await StoreAsync(links, cancellationToken);
        await StoreAsync(logins, cancellationToken);
        await StoreAsync(tokens, cancellationToken);
        unitOfWork.Record(users);
    }

    private Task StoreAsync<TRow>(IEnumerable<TRow> rows, CancellationToken cancellationToken)
        where TRow : class => new RowInserts<TRow>(context).AddAsync(rows, cancellationToken);
}
