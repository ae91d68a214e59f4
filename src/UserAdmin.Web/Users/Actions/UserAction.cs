using UserAdmin.Users;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Something that can be done to an account: who may, when it makes sense, and how it is asked.</summary>
/// <param name="Label">The button's words: “Disable user”.</param>
/// <param name="Icon">Name of its glyph.</param>
/// <param name="Permission">A name from <see cref="Roles.Permissions"/>.</param>
/// <param name="MakesSense">Whether an account is in a state for it, at a moment.</param>
/// <param name="RunAsync">Asks and does it; true when it was done.</param>
public sealed record UserAction(
    string Label,
    string Icon,
    string Permission,
    Func<UserRow, DateTimeOffset, bool> MakesSense,
    Func<UserActing, UserRow, Task<bool>> RunAsync
)
{
    /// <summary>Whether it shuts or removes the account, so that it stands out in red.</summary>
    public bool IsDangerous { get; init; }

    /// <summary>Why nobody does this to their own account, or null when they may.</summary>
    public string? NotForOneself { get; init; }

    /// <summary>
    /// Whether to offer it to this person for this account now. The server decides whatever is offered.
    /// </summary>
    /// <param name="row">The account.</param>
    /// <param name="person">Who looks at it.</param>
    /// <param name="now">The moment.</param>
    public bool IsOffered(UserRow row, SignedInUser? person, DateTimeOffset now) =>
        person?.May(Permission) is true && MakesSense(row, now);

    /// <summary>Why it cannot be done although it is offered, or null.</summary>
    /// <param name="row">The account.</param>
    /// <param name="person">Who looks at it.</param>
    public string? Blocked(UserRow row, SignedInUser? person) => row.Id == person?.UserId ? NotForOneself : null;
}
