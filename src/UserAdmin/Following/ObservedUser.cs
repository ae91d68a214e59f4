using UserAdmin.EventLog;
using UserAdmin.Users;

namespace UserAdmin.Following;

/// <summary>What another program did to an account.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Event">
/// The event, checked, so that it can be recorded; null if only our own row of the account is missing.
/// </param>
/// <param name="Stock">The account now; null if it is gone.</param>
/// <param name="Row">The account as the log knew it; null if it did not.</param>
internal sealed record ObservedUser(string UserId, IEvent? Event, StockAccount? Stock, UserRow? Row)
{
    /// <summary>The roles that the account was given.</summary>
    public IEnumerable<string> RoleIds =>
        Event switch
        {
            UserObserved found => found.Account.Roles.Select(role => role.RoleId),
            UserObservedChanged changed => changed.RolesAdded.Select(role => role.RoleId),
            _ => [],
        };
}
