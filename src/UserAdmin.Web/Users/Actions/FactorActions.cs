using UserAdmin.Account.Commands;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Actions for the second factor and for sessions.</summary>
internal static class FactorActions
{
    public static UserAction ResetTwoFactor { get; } =
        new(
            Marked("Reset two-factor"),
            "phone",
            Permissions.UsersFactors,
            (row, _) => row is { TwoFactorEnabled: true, DeletedAt: null },
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Reset two-factor of {row.DisplayName}?"),
                        T(
                            $"The authenticator app and the recovery codes of {row.DisplayName} stop working "
                                + $"and they are signed out everywhere at once. A password alone is enough until they "
                                + $"set it up again: make sure you are talking to the right person."
                        ),
                        T("Reset two-factor"),
                        IsDangerous: true
                    ),
                    new ResetTwoFactor(row.Id),
                    T($"Two-factor of {row.DisplayName} reset")
                )
        )
        {
            NotForOneself = Marked("You turn off your own two-factor on the page “Your account”."),
        };

    public static UserAction SignOut { get; } =
        new(
            Marked("Sign out everywhere"),
            "sign-out",
            Permissions.UsersSessions,
            (row, now) => row.StateAt(now) is UserState.Active or UserState.Locked,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Sign {row.DisplayName} out everywhere?"),
                        T(
                            $"Every session of {row.DisplayName} ends: here at once, in other applications at "
                                + $"their next check. They can sign in again."
                        ),
                        T("Sign out everywhere"),
                        IsDangerous: true
                    ),
                    new EndAllSessions(row.Id),
                    T($"{row.DisplayName} signed out everywhere")
                )
        );
}
