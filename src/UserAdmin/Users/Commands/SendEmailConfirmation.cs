using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Sends the person a link that confirms the address.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersEdit)]
public sealed record SendEmailConfirmation(string UserId) : ICommand;

internal sealed class SendEmailConfirmationValidator : AbstractValidator<SendEmailConfirmation>
{
    public SendEmailConfirmationValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class SendEmailConfirmationHandler(UserEditing editing, Links links)
    : ICommandHandler<SendEmailConfirmation>
{
    public Task<CommandResult> Handle(SendEmailConfirmation request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var refusal =
                    user.IsDisabled ? UserErrors.Disabled
                    : user.IsInvited ? UserErrors.Invited
                    : string.IsNullOrEmpty(user.Email) ? UserErrors.NoEmail
                    : user.EmailConfirmed ? UserErrors.EmailConfirmedAlready
                    : null;
                if (refusal is null)
                {
                    user.RequestEmailConfirmation(
                        await links.CreateAsync(user, LinkPurpose.EmailConfirmation, cancellationToken)
                    );
                }

                return refusal;
            },
            cancellationToken
        );
}
