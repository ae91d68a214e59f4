using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Marks the address as confirmed on the actor’s authority.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersEdit)]
public sealed record ConfirmUserEmail(string UserId) : ICommand;

internal sealed class ConfirmUserEmailValidator : AbstractValidator<ConfirmUserEmail>
{
    public ConfirmUserEmailValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class ConfirmUserEmailHandler(UserEditing editing, CurrentMessage current)
    : ICommandHandler<ConfirmUserEmail>
{
    public Task<CommandResult> Handle(ConfirmUserEmail request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            user =>
            {
                if (user.Profile.EmailNeedsProof && !current.Access.Permissions.Contains(Permissions.UsersPasswords))
                {
                    return UserErrors.EmailNeedsProof;
                }

                user.ConfirmEmail();
                return null;
            },
            cancellationToken
        );
}
