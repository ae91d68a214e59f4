using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// The steps shared by all handlers that change a user: find the account, check that the actor may change it, and merge
/// the edit with concurrent changes.
/// </summary>
internal sealed class UserEditing(WriteContext context, Administrators administrators, CurrentMessage current)
{
    /// <summary>
    /// Returns the user, or the reason why the actor may not change the account. A deleted account is refused unless
    /// <paramref name="evenDeleted"/> is true.
    /// </summary>
    public async Task<(User? User, Error? Refusal)> FindAsync(
        string userId,
        CancellationToken cancellationToken,
        bool evenDeleted = false
    )
    {
        // An account without a profile is a stock application's own account and is not in the log.
        var user = await UserQueries.User(context, userId, cancellationToken) is { Profile: not null } found
            ? found
            : null;
        var refusal = AccountRules.Change(
            user is null ? null : AccountFacts.Of(user),
            user is not null && await HoldsMoreAsync(userId, cancellationToken),
            evenDeleted
        );
        return refusal is null ? (user, null) : (null, refusal);
    }

    /// <summary>Returns whether it is somebody else's account and holds permissions that the actor lacks.</summary>
    public async Task<bool> HoldsMoreAsync(string userId, CancellationToken cancellationToken) =>
        userId != current.Context.Actor.Id
        && current.Access.Permissions.Count < Permissions.All.Count
        && !(await AccessReader.PermissionsOfAsync(context, userId, cancellationToken)).All(
            current.Access.Permissions.Contains
        );

    /// <summary>Finds the user and changes the account; the change returns the reason for a refusal, or null.</summary>
    public async Task<CommandResult> ChangeAsync(
        string userId,
        Func<User, Task<Error?>> change,
        CancellationToken cancellationToken,
        bool evenDeleted = false
    )
    {
        var (user, refusal) = await FindAsync(userId, cancellationToken, evenDeleted);
        refusal ??= await change(user!);
        return refusal is null ? CommandResult.Done : CommandResult.Refused(refusal);
    }

    /// <summary>Finds the user and changes the account; the change returns the reason for a refusal, or null.</summary>
    public Task<CommandResult> ChangeAsync(
        string userId,
        Func<User, Error?> change,
        CancellationToken cancellationToken,
        bool evenDeleted = false
    ) => ChangeAsync(userId, user => Task.FromResult(change(user)), cancellationToken, evenDeleted);

    /// <summary>Finds the user and changes the account.</summary>
    public Task<CommandResult> ChangeAsync(
        string userId,
        Action<User> change,
        CancellationToken cancellationToken,
        bool evenDeleted = false
    ) =>
        ChangeAsync(
            userId,
            user =>
            {
                change(user);
                return Task.FromResult<Error?>(null);
            },
            cancellationToken,
            evenDeleted
        );

    /// <summary>
    /// Returns the reason why the actor may not disable, lock or delete this account, or null. Nobody may do so to
    /// their own account, and one administrator must remain.
    /// </summary>
    public async Task<Error?> DeactivationRefusalAsync(User user, CancellationToken cancellationToken) =>
        AccountRules.NotOneself(user.Id, current.Context.Actor.Id)
        ?? await administrators.RefusalAsync(user.Id, cancellationToken);

    /// <summary>Ends the user's sessions in this program.</summary>
    public Task EndSessionsAsync(User user, CancellationToken cancellationToken) =>
        UserQueries.DeleteSessions(context, user.Id, cancellationToken);

    /// <summary>
    /// Ends the sessions of an account that is disabled or deleted, and revokes its mailed links, so that they do not
    /// work again later. The link of an open invitation stays.
    /// </summary>
    public async Task EndAccessAsync(User user, CancellationToken cancellationToken)
    {
        await EndSessionsAsync(user, cancellationToken);
        if (!user.IsInvited)
        {
            await context.AccountLinks.Where(link => link.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Merges an edit of a user field by field: <see cref="FieldMerge"/>.</summary>
    public Task<(List<KeyValuePair<string, string?>> Set, List<Error> Conflicts)> MergeAsync(
        string userId,
        long seenVersion,
        IEnumerable<KeyValuePair<string, string?>> wanted,
        CancellationToken cancellationToken
    ) => FieldMerge.MergeAsync(context, userId, seenVersion, wanted, cancellationToken);

    /// <summary>
    /// Keeps people signed in who change their own account, because the new security stamp would end their sessions
    /// too. A session that had already ended because of its stamp stays ended.
    /// </summary>
    public async Task KeepOwnSessionsAsync(User user, CancellationToken cancellationToken)
    {
        if (current.Context.Actor.Id == user.Id)
        {
            var before = context.Entry(user).Property(row => row.SecurityStamp).OriginalValue;
            await foreach (
                var session in context
                    .UserSessions.Where(session => session.UserId == user.Id && session.SecurityStamp == before)
                    .AsAsyncEnumerable()
                    .WithCancellation(cancellationToken)
            )
            {
                session.SecurityStamp = user.SecurityStamp!;
            }
        }
    }
}
