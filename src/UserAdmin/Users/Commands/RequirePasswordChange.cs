using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Requires a new password at the next sign-in. A person who is signed in is asked for it at once.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersPasswords)]
public sealed record RequirePasswordChange(string UserId) : ICommand;

internal sealed class RequirePasswordChangeValidator : AbstractValidator<RequirePasswordChange>
{
    public RequirePasswordChangeValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class RequirePasswordChangeHandler(UserEditing editing) : ICommandHandler<RequirePasswordChange>
{
    public Task<CommandResult> Handle(RequirePasswordChange request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            user =>
            {
                var refusal = AccountRules.RequirePasswordChange(AccountFacts.Of(user));
                if (refusal is null)
                {
                    user.RequirePasswordChange();
                }

                return refusal;
            },
            cancellationToken
        );
}
