using MudBlazor;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Actions that control sign-in: disable and enable, lock and unlock, expiry.</summary>
internal static class AccessActions
{
    private const string Oneself = DeletionActions.Oneself;

    public static UserAction Disable { get; } =
        new(
            "Disable user",
            "stop",
            Permissions.UsersDisable,
            IsOpen,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        $"Disable {row.DisplayName}?",
                        $"{row.DisplayName} is signed out everywhere at once and cannot sign in, here or in "
                            + "any application that uses these accounts, until somebody enables the account "
                            + "again. Nothing is deleted.",
                        "Disable user",
                        IsDangerous: true
                    ),
                    new DisableUser(row.Id),
                    $"{row.DisplayName} disabled",
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
            "Enable user",
            "check",
            Permissions.UsersDisable,
            (row, now) => row.StateAt(now) is UserState.Disabled,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        $"Enable {row.DisplayName}?",
                        $"{row.DisplayName} can sign in again with the password and the roles the account has "
                            + $"now.{(row.ExpiresAt is null ? "" : " A past expiry is removed.")}",
                        "Enable user"
                    ),
                    new EnableUser(row.Id),
                    $"{row.DisplayName} enabled",
                    row.Id
                )
        );

    public static UserAction Unlock { get; } =
        new(
            "Unlock user",
            "unlock",
            Permissions.UsersUnlock,
            (row, now) => row.StateAt(now) is UserState.Locked,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        $"Unlock {row.DisplayName}?",
                        $"{row.DisplayName} can sign in again at once, and failed sign-ins count from zero. "
                            + $"Make sure that it was {row.DisplayName} who failed to sign in.",
                        "Unlock user"
                    ),
                    new UnlockUser(row.Id),
                    $"{row.DisplayName} unlocked",
                    row.Id
                )
        );

    public static UserAction Lock { get; } =
        new(
            "Lock until …",
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
        new("Set expiry …", "clock", Permissions.UsersDisable, (row, _) => row.DeletedAt is null, SetExpiryAsync)
        {
            NeedsAnotherAdministrator = true,
            NotForOneself = Oneself,
        };

    private static bool IsOpen(UserRow row, DateTimeOffset now) =>
        row.StateAt(now) is UserState.Active or UserState.Invited or UserState.Locked;

    private static async Task<bool> LockAsync(UserActing acting, UserRow row)
    {
        var title = $"Lock {row.DisplayName}?";
        var isDone =
            await acting.OpenAsync(
                title,
                new DialogParameters<MomentDialog>
                {
                    { dialog => dialog.Title, title },
                    {
                        dialog => dialog.Text,
                        $"{row.DisplayName} is signed out everywhere at once and cannot sign in, here or in "
                            + "any application that uses these accounts, until the lock ends or "
                            + "somebody unlocks the account."
                    },
                    { dialog => dialog.Action, "Lock user" },
                    { dialog => dialog.IsDangerous, true },
                    { dialog => dialog.Legend, "For how long?" },
                    { dialog => dialog.Effect, "Locked until" },
                    { dialog => dialog.Presets, MomentPresets.Lock },
                    { dialog => dialog.Command, at => new LockUser(row.Id, at!.Value) },
                }
            )
            is not null;
        if (isDone)
        {
            acting.SayChanged($"{row.DisplayName} locked", row.Id);
        }

        return isDone;
    }

    private static async Task<bool> SetExpiryAsync(UserActing acting, UserRow row)
    {
        var title = $"When does the account of {row.DisplayName} expire?";
        var result = await acting.OpenAsync(
            title,
            new DialogParameters<MomentDialog>
            {
                { dialog => dialog.Title, title },
                {
                    dialog => dialog.Text,
                    $"At that time the account is disabled automatically: {row.DisplayName} is signed out and "
                        + "cannot sign in until somebody enables the account again."
                },
                { dialog => dialog.Action, "Set expiry" },
                { dialog => dialog.Legend, "Expires" },
                { dialog => dialog.Effect, "Disabled at" },
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
                result.Data is null ? $"{row.DisplayName} no longer expires" : $"Expiry of {row.DisplayName} set",
                row.Id
            );
        }

        return result is not null;
    }
}
