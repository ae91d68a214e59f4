using MudBlazor;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Actions that control sign-in: disable and enable, lock and unlock, expiry.</summary>
internal static class AccessActions
{
    private static string Oneself => DeletionActions.Oneself;

    public static UserAction Disable { get; } =
        new(
            Marked("Disable user"),
            "stop",
            Permissions.UsersDisable,
            IsOpen,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Disable {row.DisplayName}?"),
                        T(
                            $"{row.DisplayName} is signed out everywhere at once and cannot sign in, here or in "
                                + $"any application that uses these accounts, until somebody enables the account "
                                + $"again. Nothing is deleted."
                        ),
                        T("Disable user"),
                        IsDangerous: true
                    ),
                    new DisableUser(row.Id),
                    T($"{row.DisplayName} disabled"),
                    row.Id
                )
        )
        {
            IsDangerous = true,
            NeedsAnotherAdministrator = true,
            NotForOneself = Oneself,
        };

    public static UserAction Enable { get; } =
        new(
            Marked("Enable user"),
            "check",
            Permissions.UsersDisable,
            (row, now) => row.StateAt(now) is UserState.Disabled,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Enable {row.DisplayName}?"),
                        T($"{row.DisplayName} can sign in again with the password and the roles the account has now.")
                            + (row.ExpiresAt is null ? "" : $" {T("A past expiry is removed.")}"),
                        T("Enable user")
                    ),
                    new EnableUser(row.Id),
                    T($"{row.DisplayName} enabled"),
                    row.Id
                )
        );

    public static UserAction Unlock { get; } =
        new(
            Marked("Unlock user"),
            "unlock",
            Permissions.UsersUnlock,
            (row, now) => row.StateAt(now) is UserState.Locked,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Unlock {row.DisplayName}?"),
                        T(
                            $"{row.DisplayName} can sign in again at once, and failed sign-ins count from zero. "
                                + $"Make sure that it was {row.DisplayName} who failed to sign in."
                        ),
                        T("Unlock user")
                    ),
                    new UnlockUser(row.Id),
                    T($"{row.DisplayName} unlocked"),
                    row.Id
                )
        );

    public static UserAction Lock { get; } =
        new(
            Marked("Lock until …"),
            "lock",
            Permissions.UsersDisable,
            (row, now) => row.StateAt(now) is UserState.Active or UserState.Locked,
            LockAsync
        )
        {
            NeedsAnotherAdministrator = true,
            NotForOneself = Oneself,
        };

    public static UserAction SetExpiry { get; } =
        new(
            Marked("Set expiry …"),
            "clock",
            Permissions.UsersDisable,
            (row, _) => row.DeletedAt is null,
            SetExpiryAsync
        )
        {
            NeedsAnotherAdministrator = true,
            NotForOneself = Oneself,
        };

    private static bool IsOpen(UserRow row, DateTimeOffset now) =>
        row.StateAt(now) is UserState.Active or UserState.Invited or UserState.Locked;

    private static async Task<bool> LockAsync(UserActing acting, UserRow row)
    {
        var title = T($"Lock {row.DisplayName}?");
        var isDone =
            await acting.OpenAsync(
                title,
                new DialogParameters<MomentDialog>
                {
                    { dialog => dialog.Title, title },
                    {
                        dialog => dialog.Text,
                        T(
                            $"{row.DisplayName} is signed out everywhere at once and cannot sign in, here or in "
                                + $"any application that uses these accounts, until the lock ends or "
                                + $"somebody unlocks the account."
                        )
                    },
                    { dialog => dialog.Action, T("Lock user") },
                    { dialog => dialog.IsDangerous, true },
                    { dialog => dialog.Legend, T("For how long?") },
                    { dialog => dialog.Effect, T("Locked until") },
                    { dialog => dialog.Presets, MomentPresets.Lock },
                    { dialog => dialog.Command, at => new LockUser(row.Id, at!.Value) },
                }
            )
            is not null;
        if (isDone)
        {
            acting.SayChanged(T($"{row.DisplayName} locked"), row.Id);
        }

        return isDone;
    }

    private static async Task<bool> SetExpiryAsync(UserActing acting, UserRow row)
    {
        var title = T($"When does the account of {row.DisplayName} expire?");
        var result = await acting.OpenAsync(
            title,
            new DialogParameters<MomentDialog>
            {
                { dialog => dialog.Title, title },
                {
                    dialog => dialog.Text,
                    T(
                        $"At that time the account is disabled automatically: {row.DisplayName} is signed out and "
                            + $"cannot sign in until somebody enables the account again."
                    )
                },
                { dialog => dialog.Action, T("Set expiry") },
                { dialog => dialog.Legend, T("Expires") },
                { dialog => dialog.Effect, T("Disabled at") },
                {
                    dialog => dialog.Presets,
                    row.ExpiresAt is null ? MomentPresets.Expiry : [.. MomentPresets.NoExpiry, .. MomentPresets.Expiry]
                },
                { dialog => dialog.Command, at => new SetUserExpiry(row.Id, at) },
            }
        );
        if (result is not null)
        {
            acting.SayChanged(
                result.Data is null ? T($"{row.DisplayName} no longer expires") : T($"Expiry of {row.DisplayName} set"),
                row.Id
            );
        }

        return result is not null;
    }
}
