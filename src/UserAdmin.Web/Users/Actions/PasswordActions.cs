using MudBlazor;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Help-desk actions for passwords.</summary>
internal static class PasswordActions
{
    private static readonly string _oneself = Marked("You change your own password on the page “Your account”.");

    public static UserAction SendReset { get; } =
        new(
            Marked("Send password-reset link"),
            "mail",
            Permissions.UsersPasswords,
            (row, now) => CanSignIn(row, now) && row.Email.Length > 0,
            (acting, row) =>
                acting.AskToMailAsync(
                    new Question(
                        T($"Send {row.DisplayName} a password-reset link?"),
                        T(
                            $"A link goes to {row.Email}. With it {row.DisplayName} chooses a new password; the "
                                + $"current one works until then. The link works once and for some "
                                + $"hours."
                        ),
                        T("Send link")
                    ),
                    new SendPasswordReset(row.Id),
                    row,
                    LinkPurpose.PasswordReset,
                    T($"Password-reset link sent to {row.Email}")
                )
        )
        {
            NeedsProvedEmail = true,
        };

    public static UserAction SetTemporary { get; } =
        new(
            Marked("Set temporary password …"),
            "key",
            Permissions.UsersPasswords,
            (row, now) => CanSignIn(row, now) || row.StateAt(now) is UserState.Disabled,
            SetTemporaryAsync
        )
        {
            NotForOneself = _oneself,
        };

    public static UserAction RequireChange { get; } =
        new(
            Marked("Require a new password"),
            "edit",
            Permissions.UsersPasswords,
            (row, now) => CanSignIn(row, now) && row is { HasPassword: true, MustChangePassword: false },
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Require a new password of {row.DisplayName}?"),
                        T(
                            $"{row.DisplayName} has to choose another password before doing anything else: at "
                                + $"the next sign-in, and at once where they are signed in here."
                        ),
                        T("Require new password")
                    ),
                    new RequirePasswordChange(row.Id),
                    T($"{row.DisplayName} must choose a new password")
                )
        );

    private static bool CanSignIn(UserRow row, DateTimeOffset now) =>
        row.StateAt(now) is UserState.Active or UserState.Locked;

    private static async Task<bool> SetTemporaryAsync(UserActing acting, UserRow row)
    {
        var isDone =
            await acting.OpenAsync(
                T("Temporary password"),
                new DialogParameters<TemporaryPasswordDialog>
                {
                    { dialog => dialog.UserId, row.Id },
                    { dialog => dialog.Name, row.DisplayName },
                    { dialog => dialog.Policy, await acting.PolicyAsync() },
                }
            )
            is not null;
        if (isDone)
        {
            acting.Say(T($"Temporary password of {row.DisplayName} set"));
        }

        return isDone;
    }
}
