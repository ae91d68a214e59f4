using FluentValidation;
using UserAdmin.Messaging;

namespace UserAdmin.Account.Commands;

/// <summary>Replaces one's recovery codes; the old ones no longer work.</summary>
/// <param name="RecoveryCodes">Ten new codes, created and shown by the sender (<see cref="TwoFactorSecrets"/>).</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record RegenerateOwnRecoveryCodes([property: Secret] IReadOnlyList<string> RecoveryCodes) : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => nameof(RegenerateOwnRecoveryCodes);
}

internal sealed class RegenerateOwnRecoveryCodesValidator : AbstractValidator<RegenerateOwnRecoveryCodes>
{
    public RegenerateOwnRecoveryCodesValidator() => RuleFor(command => command.RecoveryCodes).MustBeRecoveryCodes();
}

internal sealed class RegenerateOwnRecoveryCodesHandler(OwnAccount own, SecondFactor factor)
    : ICommandHandler<RegenerateOwnRecoveryCodes>
{
    public Task<CommandResult> Handle(RegenerateOwnRecoveryCodes request, CancellationToken cancellationToken) =>
        own.ChangeAsync(
            async user =>
            {
                if (!user.TwoFactorEnabled)
                {
                    return AccountErrors.TwoFactorOff;
                }

                await factor.SetRecoveryCodesAsync(user, request.RecoveryCodes, cancellationToken);
                user.RecoveryCodesCreated(request.RecoveryCodes.Count);
                return null;
            },
            cancellationToken
        );
}
