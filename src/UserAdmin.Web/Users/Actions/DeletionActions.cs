using MudBlazor;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Actions to delete, restore and purge an account.</summary>
internal static class DeletionActions
{
    /// <summary>The reason why people cannot do this to their own account.</summary>
    public static string Oneself { get; } =
        Marked(
            "This is your own account: another administrator can lock, disable or delete it, or set when it expires."
        );

    public static UserAction Delete { get; } =
        new(Marked("Delete user"), "trash", Permissions.UsersDelete, (row, _) => row.DeletedAt is null, DeleteAsync)
        {
            IsDangerous = true,
            NeedsAnotherAdministrator = true,
            NotForOneself = Oneself,
        };

    public static UserAction Restore { get; } =
        new(
            Marked("Restore user"),
            "undo",
            Permissions.UsersDelete,
            (row, _) => row.DeletedAt is not null,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Restore {row.DisplayName}?"),
                        row.DisabledAt is null
                            ? T(
                                $"The account is as it was before it was deleted, with its roles: "
                                    + $"{row.DisplayName} can sign in again."
                            )
                            : T(
                                "The account is as it was before it was deleted, with its roles. It was "
                                    + "disabled then, and stays disabled."
                            ),
                        T("Restore user")
                    ),
                    new RestoreUser(row.Id),
                    T($"{row.DisplayName} restored"),
                    row.Id
                )
        );

    public static UserAction Purge { get; } =
        new(
            Marked("Remove for good now …"),
            "trash",
            Permissions.UsersPurge,
            (row, _) => row.DeletedAt is not null,
            PurgeAsync
        )
        {
            IsDangerous = true,
        };

    private static async Task<bool> DeleteAsync(UserActing acting, UserRow row)
    {
        var until = await acting.PolicyAsync() is { } policy
            ? T(policy.RestoreDays, "for 1 day", $"for {policy.RestoreDays} days")
            : T("for as long as the policy says; its page then says until when");
        return await acting.AskAsync(
            new Question(
                T($"Delete {row.DisplayName}?"),
                T(
                    $"{row.DisplayName} is signed out everywhere at once and cannot sign in. The account leaves "
                        + $"the list of users, and can be restored as it is, with its roles, {until}. After that it "
                        + $"is removed for good. Until then nobody else can take its user name and email."
                ),
                T("Delete user"),
                IsDangerous: true
            ),
            new DeleteUser(row.Id),
            T($"{row.DisplayName} deleted"),
            row.Id
        );
    }

    private static string PurgeTime(UserActing acting, UserRow row) =>
        row.PurgeAt is { } at ? acting.Zone.Words(at) : T("later");

    private static async Task<bool> PurgeAsync(UserActing acting, UserRow row)
    {
        var title = T($"Remove {row.DisplayName} for good?");
        var isDone =
            await acting.OpenAsync(
                title,
                new DialogParameters<TextDialog>
                {
                    { dialog => dialog.Title, title },
                    {
                        dialog => dialog.Text,
                        T(
                            $"The account with its password, roles, claims, passkeys and external logins is "
                                + $"removed now instead of {PurgeTime(acting, row)}. The history keeps what "
                                + $"happened and when, but names, addresses, values and reasons are erased "
                                + $"from it, and nothing can bring them back. Backups from before hold them "
                                + $"until they are deleted."
                        )
                    },
                    { dialog => dialog.Action, T("Remove for good") },
                    { dialog => dialog.IsDangerous, true },
                    { dialog => dialog.Label, T($"Type the user name {row.UserName} to confirm") },
                    { dialog => dialog.Expected, row.UserName },
                    { dialog => dialog.Command, typed => new PurgeUser(row.Id, typed) },
                }
            )
            is not null;
        if (isDone)
        {
            acting.Say(T($"{row.DisplayName} removed for good"));
        }

        return isDone;
    }
}
