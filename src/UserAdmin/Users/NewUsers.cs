using Microsoft.AspNetCore.Identity;
using UserAdmin.Pipeline;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Stores many new accounts at once (decision 30). <see cref="User"/> makes them and records their events as ever; what
/// differs is only how they get to the tables. The caller has looked whether keys, names and addresses are free.
/// </summary>
internal sealed class NewUsers(WriteContext context, UnitOfWork unitOfWork)
{
    /// <summary>Stores accounts with what goes with them, in the open transaction.</summary>
    /// <param name="users">New, each with its profile and its events.</param>
    /// <param name="members">Roles they have from the start.</param>
    /// <param name="links">Links that were made for them.</param>
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
