using System.Buffers.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>Removes one of one's own passkeys. Refused when nothing else is left to sign in with. One's own sessions here go on; those of stock applications end.</summary>
/// <param name="PasskeyId">Credential id, as base64url.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record RemoveOwnPasskey(string PasskeyId) : ICommand;

internal sealed class RemoveOwnPasskeyValidator : AbstractValidator<RemoveOwnPasskey>
{
    public RemoveOwnPasskeyValidator() => RuleFor(command => command.PasskeyId).MustBePasskeyId();
}

internal sealed class RemoveOwnPasskeyHandler(WriteContext context, UserEditing editing, CurrentMessage current) : ICommandHandler<RemoveOwnPasskey>
{
    public async Task<CommandResult> Handle(RemoveOwnPasskey request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(current.Context.Actor.Id, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var credentialId = Base64Url.DecodeFromChars(request.PasskeyId);
        if (await context.UserPasskeys.SingleOrDefaultAsync(passkey => passkey.UserId == user.Id && passkey.CredentialId == credentialId, cancellationToken) is not { } passkey)
        {
            return CommandResult.Refused(PasskeyErrors.NotFound);
        }

        if (await WaysToSignIn.CountAsync(context, user, cancellationToken) <= 1)
        {
            return CommandResult.Refused(PasskeyErrors.OnlyWayLeft);
        }

        user.RemovePasskey(passkey);
        context.Remove(passkey);
        await editing.KeepOwnSessionsAsync(user, cancellationToken);
        return CommandResult.Done;
    }
}
