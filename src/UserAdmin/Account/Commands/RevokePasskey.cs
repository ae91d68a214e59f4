using FluentValidation;
using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>Removes a person's passkey, so that they can no longer sign in with it; sessions end.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="PasskeyId">Credential id as base64url: <see cref="PasskeyRow.PasskeyId"/>.</param>
[Permission(Permissions.UsersFactors)]
public sealed record RevokePasskey(string UserId, string PasskeyId) : ICommand;

internal sealed class RevokePasskeyValidator : AbstractValidator<RevokePasskey>
{
    public RevokePasskeyValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.PasskeyId).MustBePasskeyId();
    }
}

internal sealed class RevokePasskeyHandler(
    WriteContext context,
    UserEditing editing,
    StoredPasskeys passkeys,
    WaysToSignIn ways,
    CurrentMessage current
) : ICommandHandler<RevokePasskey>
{
    public Task<CommandResult> Handle(RevokePasskey request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (await passkeys.FindAsync(user, request.PasskeyId, cancellationToken) is not { } passkey)
                {
                    return UserErrors.NoSuchPasskey;
                }

                if (await ways.TakingRefusalAsync(user, PasskeyErrors.OnlyWayLeft, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                context.Remove(passkey);
                user.PasskeyRemoved(request.PasskeyId, passkey.Data.Name ?? "");
                await (
                    user.Id == current.Context.Actor.Id
                        ? editing.KeepOwnSessionsAsync(user, cancellationToken)
                        : editing.EndSessionsAsync(user, cancellationToken)
                );
                return null;
            },
            cancellationToken
        );
}
