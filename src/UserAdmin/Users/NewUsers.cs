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
    public void Store(
        IReadOnlyList<User> users,
        IReadOnlyList<IdentityUserRole<string>> members,
        IReadOnlyList<AccountLink> links
    )
    {
        Store(users);
        Store(users.Select(user => user.Profile));
        Store(members);
        Store(links);
        unitOfWork.Record(users);
    }

    private void Store<TRow>(IEnumerable<TRow> rows)
        where TRow : class
    {
        using var inserts = new RowInserts<TRow>(context);
        foreach (var row in rows)
        {
            inserts.Add(row);
        }
    }
}
