using UserAdmin.Messaging;

namespace UserAdmin.Users;

/// <summary>
/// The facts about an account that decide whether it may be changed, from the write model, the read model or an import.
/// </summary>
/// <param name="Id">Key of the account.</param>
/// <param name="IsDeleted">Whether it is deleted and can be restored.</param>
/// <param name="IsDisabled">Whether an administrator or its expiry has shut it.</param>
/// <param name="IsInvited">Whether the invitation has yet to be accepted.</param>
/// <param name="HasPassword">Whether it has a password.</param>
internal readonly record struct AccountFacts(
    string Id,
    bool IsDeleted,
    bool IsDisabled,
    bool IsInvited,
    bool HasPassword
)
{
    /// <summary>Those of an account on the write side.</summary>
    public static AccountFacts Of(User user) =>
        new(user.Id, user.IsDeleted, user.IsDisabled, user.IsInvited, user.PasswordHash is not null);
}

/// <summary>
/// Why an account may not be changed, or null. Each rule stands here once: the handlers, the preview of a bulk action
/// and the judge of an import ask the same functions, so that a preview promises what a handler does.
/// </summary>
internal static class AccountRules
{
    /// <summary>Whether the actor may change the account at all.</summary>
    /// <param name="account">The account; null when there is none that belongs here.</param>
    /// <param name="holdsMore">Whether it belongs to somebody else and holds permissions that the actor lacks.</param>
    /// <param name="evenDeleted">Whether a deleted account can be changed this way.</param>
    public static Error? Change(AccountFacts? account, bool holdsMore, bool evenDeleted = false) =>
        account is not { } facts ? UserErrors.NotFound
        : holdsMore ? UserErrors.HoldsMore
        : facts.IsDeleted && !evenDeleted ? UserErrors.Deleted
        : null;

    /// <summary>Disabling, locking and deleting: nobody shuts themselves out.</summary>
    public static Error? ShutOut(string userId, string? actorId) => userId == actorId ? UserErrors.Oneself : null;

    /// <summary>
    /// Whatever could leave nobody who can administer: shutting an account, and taking its role or its last way to sign
    /// in.
    /// </summary>
    /// <param name="userId">The account.</param>
    /// <param name="administrators">The administrators who can sign in; two of them are enough to decide.</param>
    public static Error? KeepAnAdministrator(string userId, IReadOnlySet<string> administrators) =>
        administrators.Count == 1 && administrators.Contains(userId) ? UserErrors.LastAdministrator : null;

    /// <summary>Locking, apart from what holds for every way to shut an account.</summary>
    public static Error? Lock(AccountFacts account, DateTimeOffset? until, TimeProvider time) =>
        account.IsDisabled ? UserErrors.Disabled
        : account.IsInvited ? UserErrors.Invited
        : until is not { } moment || !UserMoments.IsAhead(moment, time) ? UserErrors.NotInTheFuture
        : null;

    /// <summary>Asking for a new password.</summary>
    public static Error? RequirePasswordChange(AccountFacts account) =>
        account.HasPassword ? null : UserErrors.NoPassword;
}
