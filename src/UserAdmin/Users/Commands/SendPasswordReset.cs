using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Sends the person a link to choose a new password. Nothing changes until it is used.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersPasswords)]
public sealed record SendPasswordReset(string UserId) : ICommand;

internal sealed class SendPasswordResetValidator : AbstractValidator<SendPasswordReset>
{
    public SendPasswordResetValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class SendPasswordResetHandler(UserEditing editing, Links links) : ICommandHandler<SendPasswordReset>
{
    public Task<CommandResult> Handle(SendPasswordReset request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var refusal =
                    user.IsDisabled ? UserErrors.Disabled
                    : user.IsInvited ? UserErrors.Invited
                    : string.IsNullOrEmpty(user.Email) ? UserErrors.NoEmail
                    // The person who set the address may be the one who sends this command, so this rule applies to
                    // everybody.
                    : user.Profile.EmailNeedsProof ? UserErrors.EmailNeedsProof
                    : null;
                if (refusal is null)
                {
                    user.RequestPasswordReset(
                        await links.CreateAsync(user, LinkPurpose.PasswordReset, cancellationToken)
                    );
                }

                return refusal;
            },
            cancellationToken
        );
}
