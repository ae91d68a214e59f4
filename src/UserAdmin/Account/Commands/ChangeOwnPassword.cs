using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Changes one's own password. Every other session ends, here and in stock applications; the current session continues.
/// </summary>
/// <param name="SessionId">The session that continues, or null.</param>
/// <param name="CurrentPassword">The current password; null for an account without one.</param>
/// <param name="NewPassword">The new password, checked against the policy.</param>
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
                // Someone else with access to the mailbox must not set another password with a link that was sent
                // earlier.
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
