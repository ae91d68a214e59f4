using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>Turns two-factor authentication off for one's own account. Key and recovery codes are deleted.</summary>
/// <param name="CurrentPassword">The current password; null for an account without one.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record TurnOffOwnTwoFactor([property: Secret] string? CurrentPassword) : ICommand
{
    /// <summary>Leaves the secret out, so that no log can hold it.</summary>
    public override string ToString() => nameof(TurnOffOwnTwoFactor);
}

internal sealed class TurnOffOwnTwoFactorValidator : AbstractValidator<TurnOffOwnTwoFactor>
{
    public TurnOffOwnTwoFactorValidator() => RuleFor(command => command.CurrentPassword).MustNotBeTooLong();
}

internal sealed class TurnOffOwnTwoFactorPreparation(OwnPassword password) : IPreparation<TurnOffOwnTwoFactor>
{
    public Task<Error?> PrepareAsync(TurnOffOwnTwoFactor command, CancellationToken cancellationToken) =>
        password.PrepareAsync(command, command.CurrentPassword, null, cancellationToken);
}

internal sealed class TurnOffOwnTwoFactorHandler(
    OwnAccount own,
    SecondFactor factor,
    UserEditing editing,
    CurrentMessage current
) : ICommandHandler<TurnOffOwnTwoFactor>
{
    public Task<CommandResult> Handle(TurnOffOwnTwoFactor request, CancellationToken cancellationToken) =>
        own.ChangeAsync(
            async user =>
            {
                if (user.PasswordHash != current.PreparedFor<OwnPasswordCheck>(request)!.PasswordHash)
                {
                    return AccountErrors.PasswordChangedMeanwhile;
                }

                if (user.TwoFactorEnabled)
                {
                    await factor.RemoveAsync(user, cancellationToken);
                    user.TurnOffTwoFactor();
                    await editing.KeepOwnSessionsAsync(user, cancellationToken);
                }

                return null;
            },
            cancellationToken
        );
}
