using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>
/// Removes one of one's own passkeys. Refused if the account would have no other way to sign in. The person's sessions
/// here continue; those of stock applications end.
/// </summary>
/// <param name="PasskeyId">Credential id, as base64url.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record RemoveOwnPasskey(string PasskeyId) : ICommand;

internal sealed class RemoveOwnPasskeyValidator : AbstractValidator<RemoveOwnPasskey>
{
    public RemoveOwnPasskeyValidator() => RuleFor(command => command.PasskeyId).MustBePasskeyId();
}

internal sealed class RemoveOwnPasskeyHandler(
    WriteContext context,
    UserEditing editing,
    StoredPasskeys passkeys,
    WaysToSignIn ways,
    CurrentMessage current
) : ICommandHandler<RemoveOwnPasskey>
{
    public Task<CommandResult> Handle(RemoveOwnPasskey request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            current.Context.Actor.Id,
            async user =>
            {
                if (await passkeys.FindAsync(user, request.PasskeyId, cancellationToken) is not { } passkey)
                {
                    return UserErrors.NoSuchPasskey;
                }

                if (await ways.CountAsync(user, cancellationToken) <= 1)
                {
                    return PasskeyErrors.OnlyWayLeft;
                }

                context.Remove(passkey);
                user.PasskeyRemoved(request.PasskeyId, passkey.Data.Name ?? "");
                await editing.KeepOwnSessionsAsync(user, cancellationToken);
                return null;
            },
            cancellationToken
        );
}
