using UserAdmin.Account.Queries;
using UserAdmin.Users;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Actions;

/// <summary>An action on an account: who may do it, in which states it applies, and how it is confirmed.</summary>
/// <param name="Label">The button's words: “Disable user”.</param>
/// <param name="Icon">Name of its glyph.</param>
/// <param name="Permission">A name from <see cref="Roles.Permissions"/>.</param>
/// <param name="MakesSense">Whether the action applies to an account's state at a moment.</param>
/// <param name="RunAsync">Confirms and carries out the action; returns true if it was done.</param>
public sealed record UserAction(
    string Label,
    string Icon,
    string Permission,
    Func<UserRow, DateTimeOffset, bool> MakesSense,
    Func<UserActing, UserRow, Task<bool>> RunAsync
)
{
    /// <summary>Whether it closes or removes the account and is therefore shown in red.</summary>
    public bool IsDangerous { get; init; }

    /// <summary>The reason why people cannot do this to their own account, or null if they can.</summary>
    public string? NotForOneself { get; init; }

    /// <summary>Whether the last administrator who can sign in has to stay as they are.</summary>
    public bool NeedsAnotherAdministrator { get; init; }

    /// <summary>Whether it sends a link that gives access, which needs an address that is proved.</summary>
    public bool NeedsProvedEmail { get; init; }

    /// <summary>
    /// Returns whether the person may do this in general, and it applies to the account's state. The server checks it
    /// in any case.
    /// </summary>
    /// <param name="row">The account.</param>
    /// <param name="person">The person who views it.</param>
    /// <param name="now">The moment.</param>
    public bool Applies(UserRow row, SignedInUser? person, DateTimeOffset now) =>
        person?.May(Permission) is true && MakesSense(row, now);

    /// <summary>
    /// Returns why the action would be refused for this account although it applies, or null. It is then not offered.
    /// </summary>
    /// <param name="row">The account.</param>
    /// <param name="person">The person who views it.</param>
    /// <param name="ability">What is known of the account; null while it is not.</param>
    public string? Refusal(UserRow row, SignedInUser? person, SignInAbility? ability) =>
        row.Id == person?.UserId && NotForOneself is not null ? T(NotForOneself)
        : ability is null ? null
        : ability.HoldsMore ? FromCore(UserErrors.HoldsMore.Message)
        : ability.IsLastAdministrator && NeedsAnotherAdministrator ? FromCore(UserErrors.LastAdministrator.Message)
        : ability.Facts.EmailNeedsProof && NeedsProvedEmail ? FromCore(UserErrors.EmailNeedsProof.Message)
        : null;

    /// <summary>Returns whether to offer the action to this person for this account now.</summary>
    /// <param name="row">The account.</param>
    /// <param name="person">The person who views it.</param>
    /// <param name="ability">What is known of the account; null while it is not.</param>
    /// <param name="now">The moment.</param>
    public bool IsOffered(UserRow row, SignedInUser? person, SignInAbility? ability, DateTimeOffset now) =>
        Applies(row, person, now) && Refusal(row, person, ability) is null;
}
