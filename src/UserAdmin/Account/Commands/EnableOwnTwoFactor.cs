using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Sets up an authenticator app for one's own account. The sender creates and shows the key and the recovery codes
/// (<see cref="TwoFactorSecrets"/>). Nothing is stored until a code proves that the app has the key.
/// </summary>
/// <param name="Key">The app's key: 160 random bits as base32.</param>
/// <param name="Code">The six digits that the app shows, as typed.</param>
/// <param name="RecoveryCodes">Ten codes to use if the app is lost.</param>
[Permission(PermissionAttribute.SigningIn)]
public sealed record EnableOwnTwoFactor(
    [property: Secret] string Key,
    [property: Secret] string Code,
    [property: Secret] IReadOnlyList<string> RecoveryCodes
) : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => nameof(EnableOwnTwoFactor);
}

internal sealed class EnableOwnTwoFactorValidator : AbstractValidator<EnableOwnTwoFactor>
{
    public EnableOwnTwoFactorValidator()
    {
        RuleFor(command => command.Key)
            .Must(TwoFactorSecrets.IsKey)
            .Coded("two-factor.key-invalid", "The key has to hold 160 random bits as base32. Begin again.");
        RuleFor(command => command.Code).MustBeTypedCode("Enter the six digits that the app shows.");
        RuleFor(command => command.RecoveryCodes).MustBeRecoveryCodes();
    }
}

internal sealed class EnableOwnTwoFactorHandler(OwnAccount own, SecondFactor factor, UserEditing editing)
    : ICommandHandler<EnableOwnTwoFactor>
{
    public Task<CommandResult> Handle(EnableOwnTwoFactor request, CancellationToken cancellationToken) =>
        own.ChangeAsync(
            async user =>
            {
                if (user.TwoFactorEnabled)
                {
                    return AccountErrors.TwoFactorOnAlready;
                }

                if (factor.StepOf(request.Key, request.Code, null) is not { } step)
                {
                    return AccountErrors.WrongCode;
                }

                await factor.SetKeyAsync(user, request.Key, cancellationToken);
                await factor.SetRecoveryCodesAsync(user, request.RecoveryCodes, cancellationToken);
                user.EnableTwoFactor(step, request.RecoveryCodes.Count);
                await editing.KeepOwnSessionsAsync(user, cancellationToken);
                return null;
            },
            cancellationToken
        );
}
