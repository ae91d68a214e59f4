using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Users.Actions;

/// <summary>Actions for invitations and for confirming an address.</summary>
internal static class InvitationActions
{
    public static UserAction Invite { get; } =
        new(
            Marked("Invite by email"),
            "mail",
            Permissions.UsersCreate,
            (row, now) => row.StateAt(now) is UserState.Active && HasNoWayToSignIn(row),
            (acting, row) =>
                acting.AskToMailAsync(
                    new Question(
                        T($"Invite {row.DisplayName}?"),
                        T(
                            $"A link goes to {row.Email}. With it {row.DisplayName} chooses a password and can "
                                + $"sign in from then on. It works once and for some days; the page says until when."
                        ),
                        T("Send invitation")
                    ),
                    new InviteUser(row.Id),
                    row,
                    LinkPurpose.Invitation,
                    T($"Invitation sent to {row.Email}")
                )
        )
        {
            NeedsProvedEmail = true,
        };

    public static UserAction Resend { get; } =
        new(
            Marked("Send the invitation again"),
            "mail",
            Permissions.UsersCreate,
            (row, now) => row.StateAt(now) is UserState.Invited,
            (acting, row) =>
                acting.AskToMailAsync(
                    new Question(
                        T($"Send the invitation to {row.DisplayName} again?"),
                        T($"A new link goes to {row.Email}, and the one sent before stops working."),
                        T("Send invitation")
                    ),
                    new ResendInvitation(row.Id),
                    row,
                    LinkPurpose.Invitation,
                    T($"Invitation sent to {row.Email}")
                )
        )
        {
            NeedsProvedEmail = true,
        };

    public static UserAction Revoke { get; } =
        new(
            Marked("Revoke the invitation"),
            "close",
            Permissions.UsersCreate,
            (row, now) => row.StateAt(now) is UserState.Invited,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Revoke the invitation of {row.DisplayName}?"),
                        T(
                            $"The link that went to {row.Email} stops working and the account is disabled. To "
                                + $"invite {row.DisplayName} once more, enable the account first."
                        ),
                        T("Revoke invitation"),
                        IsDangerous: true
                    ),
                    new RevokeInvitation(row.Id),
                    T($"Invitation of {row.DisplayName} revoked")
                )
        );

    public static UserAction SendConfirmation { get; } =
        new(
            Marked("Send a link to confirm the email"),
            "mail",
            Permissions.UsersEdit,
            IsUnconfirmed,
            (acting, row) =>
                acting.AskToMailAsync(
                    new Question(
                        T($"Ask {row.DisplayName} to confirm the email?"),
                        T(
                            $"A link goes to {row.Email}. Opening it proves that {row.DisplayName} receives "
                                + $"mail there. Nothing else changes, and the person can still sign in meanwhile."
                        ),
                        T("Send link")
                    ),
                    new SendEmailConfirmation(row.Id),
                    row,
                    LinkPurpose.EmailConfirmation,
                    T($"Link sent to {row.Email}")
                )
        );

    public static UserAction ConfirmEmail { get; } =
        new(
            Marked("Mark the email as confirmed"),
            "check",
            Permissions.UsersEdit,
            IsUnconfirmed,
            (acting, row) =>
                acting.AskAsync(
                    new Question(
                        T($"Mark {row.Email} as confirmed?"),
                        T(
                            $"From then on applications believe that {row.DisplayName} receives mail there. Do "
                                + $"this only if you know it from elsewhere."
                        ),
                        T("Mark as confirmed")
                    ),
                    new ConfirmUserEmail(row.Id),
                    T($"{row.Email} is confirmed")
                )
        );

    /// <summary>Returns whether the account has no way to sign in.</summary>
    public static bool HasNoWayToSignIn(UserRow row) =>
        !row.HasPassword && row.PasskeyCount == 0 && row.ExternalLogins.Length == 0;

    // Accepting an invitation also confirms the address.
    private static bool IsUnconfirmed(UserRow row, DateTimeOffset now) =>
        !row.EmailConfirmed && row.Email.Length > 0 && row.StateAt(now) is (UserState.Active or UserState.Locked);
}
