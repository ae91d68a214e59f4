using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// A user's last sign-ins and failed attempts, newest first: what a help desk needs when somebody cannot sign in.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Take">How many, 1 to 50.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListSignInAttempts(string UserId, int Take = 6) : IQuery<Page<HistoryRow>>;

internal sealed class ListSignInAttemptsHandler(ReadContext context)
    : IQueryHandler<ListSignInAttempts, Page<HistoryRow>>
{
    public async Task<Answer<Page<HistoryRow>>> Handle(ListSignInAttempts request, CancellationToken cancellationToken)
    {
        var all = context.History.Where(row =>
            row.SubjectId == request.UserId && HistoryKinds.SignIns.Contains(row.EventType)
        );
        var items = await all.OrderByDescending(row => row.Position)
            .Take(Math.Clamp(request.Take, 1, 50))
            .ToListAsync(cancellationToken);
        return new() { Value = new Page<HistoryRow>(items, await all.CountAsync(cancellationToken)) };
    }
}

/// <summary>Which events belong to which kind of history.</summary>
internal static class HistoryKinds
{
    public static readonly string[] SignIns =
    [
        nameof(UserSignedIn),
        nameof(UserFirstFactorAccepted),
        nameof(UserSignInFailed),
        nameof(UserSecondFactorFailed),
        nameof(UserRecoveryCodeUsed),
        nameof(UserLockedOut),
        nameof(UserUnlocked),
        nameof(UserSignedOut),
        nameof(UserSessionEnded),
        nameof(UserSessionsEnded),
        nameof(Account.UserAttemptRefused),
    ];
}
