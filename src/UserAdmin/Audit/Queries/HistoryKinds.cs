using UserAdmin.Account;
using UserAdmin.Users;

namespace UserAdmin.Audit.Queries;

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
        nameof(UserAttemptRefused),
    ];
}
