using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Gives commands about one's own account access to the acting person's account and sessions, and to nobody else's.
/// </summary>
internal sealed class OwnAccount(WriteContext context, CurrentMessage current)
{
    private string UserId => current.Context.Actor.Id;

    /// <summary>
    /// Finds the acting person and changes the account. The callback returns the reason for a refusal, or null.
    /// </summary>
    public async Task<CommandResult> ChangeAsync(
        Func<User, Task<Error?>> change,
        CancellationToken cancellationToken
    ) =>
        await UserQueries.User(context, UserId, cancellationToken) is not { Profile: not null } user
            ? CommandResult.Refused(UserErrors.NotFound)
        : await change(user) is { } refusal ? CommandResult.Refused(refusal)
        : CommandResult.Done;

    /// <summary>Ends all of the person's sessions except one, which continues with the new security stamp.</summary>
    /// <param name="user">The acting person.</param>
    /// <param name="sessionId">Id of the session that stays, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether any session ended, and the reference of the one that continues.</returns>
    public async Task<(bool AnyEnded, string? Kept)> EndOtherSessionsAsync(
        User user,
        string? sessionId,
        CancellationToken cancellationToken
    )
    {
        var stored = sessionId is null ? "" : Sessions.StoredId(sessionId);
        var ended = await context
            .UserSessions.Where(session => session.UserId == user.Id && session.Id != stored)
            .ExecuteDeleteAsync(cancellationToken);
        var own = await context.UserSessions.SingleOrDefaultAsync(
            session => session.Id == stored && session.UserId == user.Id,
            cancellationToken
        );
        own?.SecurityStamp = user.SecurityStamp!;
        return (ended > 0, own?.Ref);
    }
}
