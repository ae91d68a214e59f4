using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Chooses a new password for oneself. Every other session ends, here and in stock applications; the one it is done in
/// goes on.
/// </summary>
/// <param name="SessionId">The session that goes on, or null.</param>
/// <param name="CurrentPassword">The password of now; null for an account that has none.</param>
/// <param name="NewPassword">The new one, checked against the policy.</param>
[Permission(PermissionAttribute.SigningIn)]
public sealed record ChangeOwnPassword(
    [property: Secret] string? SessionId,
    [property: Secret] string? CurrentPassword,
    [property: Secret] string NewPassword
) : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => nameof(ChangeOwnPassword);
}

internal sealed class ChangeOwnPasswordValidator : AbstractValidator<ChangeOwnPassword>
{
    public ChangeOwnPasswordValidator()
    {
        RuleFor(command => command.CurrentPassword).MustNotBeTooLong();
        RuleFor(command => command.NewPassword).MustBeNewPassword();
    }
}

internal sealed class ChangeOwnPasswordPreparation(OwnPassword password) : IPreparation<ChangeOwnPassword>
{
    public Task<Error?> PrepareAsync(ChangeOwnPassword command, CancellationToken cancellationToken) =>
        password.PrepareAsync(command, command.CurrentPassword, command.NewPassword, cancellationToken);
}

internal sealed class ChangeOwnPasswordHandler(OwnAccount own, Links links, CurrentMessage current)
    : ICommandHandler<ChangeOwnPassword>
{
    public Task<CommandResult> Handle(ChangeOwnPassword request, CancellationToken cancellationToken) =>
        own.ChangeAsync(
            async user =>
            {
                var check = current.PreparedFor<OwnPasswordCheck>(request)!;
                if (user.PasswordHash != check.PasswordHash)
                {
                    return AccountErrors.PasswordChangedMeanwhile;
                }

                user.ChoosePassword(check.NewHash!, "by its owner");
                // Whoever else can read the mail must not set another one with a link that was sent before.
                await links.RevokeAsync(user.Id, LinkPurpose.PasswordReset, cancellationToken);
                var (anyEnded, kept) = await own.EndOtherSessionsAsync(user, request.SessionId, cancellationToken);
                if (anyEnded)
                {
                    user.OtherSessionsEnded(kept);
                }

                return null;
            },
            cancellationToken
        );
}
