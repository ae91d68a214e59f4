using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Invites the person to an account that has no way to sign in yet, by sending a link to choose a password. Nobody can
/// sign in to the account until the invitation is accepted.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersCreate)]
public sealed record InviteUser(string UserId) : ICommand;

internal sealed class InviteUserValidator : AbstractValidator<InviteUser>
{
    public InviteUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class InviteUserHandler(
    UserEditing editing,
    Links links,
    WaysToSignIn ways,
    InvitationGuard guard,
    TimeProvider time
) : ICommandHandler<InviteUser>
{
    public Task<CommandResult> Handle(InviteUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var refusal =
                    user.IsDisabled ? UserErrors.Disabled
                    : string.IsNullOrEmpty(user.Email) ? UserErrors.NoEmail
                    : await ways.AnyAsync(user, cancellationToken) ? UserErrors.CanSignInAlready
                    : await guard.SendingRefusalAsync(user, cancellationToken);
                if (refusal is null)
                {
                    user.Invite(
                        await links.CreateAsync(user, LinkPurpose.Invitation, cancellationToken),
                        time.GetUtcNow()
                    );
                }

                return refusal;
            },
            cancellationToken
        );
}
