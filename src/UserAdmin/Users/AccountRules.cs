using UserAdmin.Messaging;

namespace UserAdmin.Users;

/// <summary>
/// The facts that decide whether an account may be changed. They come from the write model, the read model or an
/// import.
/// </summary>
/// <param name="Id">Key of the account.</param>
/// <param name="IsDeleted">Whether the account is deleted and can be restored.</param>
/// <param name="IsDisabled">Whether the account is disabled, by an administrator or because it expired.</param>
/// <param name="IsInvited">Whether the account has an invitation that was not accepted yet.</param>
/// <param name="HasPassword">Whether the account has a password.</param>
internal readonly record struct AccountFacts(
    string Id,
    bool IsDeleted,
    bool IsDisabled,
    bool IsInvited,
    bool HasPassword
)
{
    /// <summary>Returns the facts of an account in the write model.</summary>
    public static AccountFacts Of(User user) =>
        new(user.Id, user.IsDeleted, user.IsDisabled, user.IsInvited, user.PasswordHash is not null);
}

/// <summary>
/// The rules that forbid changes of an account. Each returns the reason for a refusal, or null. The handlers, the
/// preview of a bulk action and the judge of an import call the same functions, so that a preview shows what a handler
/// will do.
/// </summary>
internal static class AccountRules
{
    /// <summary>Returns the reason why the actor may not change the account at all, or null.</summary>
    /// <param name="account">The account; null if there is none, or if it is a stock application's own account.</param>
    /// <param name="holdsMore">Whether it is somebody else's account and holds permissions that the actor
    /// lacks.</param>
    /// <param name="evenDeleted">Whether a deleted account can be changed in this way.</param>
    public static Error? Change(AccountFacts? account, bool holdsMore, bool evenDeleted = false) =>
        account is not { } facts ? UserErrors.NotFound
        : holdsMore ? UserErrors.HoldsMore
        : facts.IsDeleted && !evenDeleted ? UserErrors.Deleted
        : null;

    /// <summary>
    /// Returns the reason why the actor may not disable, lock or delete the account, or null. Nobody may do so to their
    /// own account.
    /// </summary>
    public static Error? NotOneself(string userId, string? actorId) => userId == actorId ? UserErrors.Oneself : null;

    /// <summary>
    /// Returns the reason why an account may not be disabled, locked or deleted, or lose the Administrator role or its
    /// last way to sign in; null if an administrator would remain.
    /// </summary>
    /// <param name="userId">The account.</param>
    /// <param name="administrators">The administrators who can sign in; the first two are enough.</param>
    public static Error? KeepAnAdministrator(string userId, IReadOnlySet<string> administrators) =>
        administrators.Count == 1 && administrators.Contains(userId) ? UserErrors.LastAdministrator : null;

    /// <summary>
    /// Returns the reason why an account may not be locked, or null. The rules that also apply to disabling and
    /// deleting are separate.
    /// </summary>
    public static Error? Lock(AccountFacts account, DateTimeOffset? until, TimeProvider time) =>
        account.IsDisabled ? UserErrors.Disabled
        : account.IsInvited ? UserErrors.Invited
        : until is not { } moment || !UserMoments.IsAhead(moment, time) ? UserErrors.NotInTheFuture
        : null;

    /// <summary>Returns the reason why a new password cannot be required, or null.</summary>
    public static Error? RequirePasswordChange(AccountFacts account) =>
        account.HasPassword ? null : UserErrors.NoPassword;

    /// <summary>Returns the reason why an invitation cannot be sent again, or null.</summary>
    public static Error? ResendInvitation(AccountFacts account) =>
        account.IsDisabled ? UserErrors.Disabled
        : account.IsInvited ? null
        : UserErrors.NotInvited;
}
