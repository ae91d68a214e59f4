using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Turns two-factor authentication off for a person who has lost the authenticator. Key and recovery codes are deleted;
/// sessions end.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersFactors)]
public sealed record ResetTwoFactor(string UserId) : ICommand;

internal sealed class ResetTwoFactorValidator : AbstractValidator<ResetTwoFactor>
{
    public ResetTwoFactorValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class ResetTwoFactorHandler(SecondFactor factor, UserEditing editing, CurrentMessage current)
    : ICommandHandler<ResetTwoFactor>
{
    public Task<CommandResult> Handle(ResetTwoFactor request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (user.Id == current.Context.Actor.Id)
                {
                    return UserErrors.OwnTwoFactor;
                }

                await factor.RemoveAsync(user, cancellationToken);
                if (user.TwoFactorEnabled)
                {
                    user.ResetTwoFactor();
                    await editing.EndSessionsAsync(user, cancellationToken);
                }

                return null;
            },
            cancellationToken
        );
}
