using System.Buffers.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>Gives one of one's own passkeys another name.</summary>
/// <param name="PasskeyId">Credential id, as base64url.</param>
/// <param name="Name">What to call it; at most 100 characters.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record RenameOwnPasskey(string PasskeyId, string Name) : ICommand;

internal sealed class RenameOwnPasskeyValidator : AbstractValidator<RenameOwnPasskey>
{
    public RenameOwnPasskeyValidator()
    {
        RuleFor(command => command.PasskeyId).MustBePasskeyId();
        RuleFor(command => command.Name).MustBePasskeyName();
    }
}

internal sealed class RenameOwnPasskeyHandler(WriteContext context, UserEditing editing, CurrentMessage current) : ICommandHandler<RenameOwnPasskey>
{
    public async Task<CommandResult> Handle(RenameOwnPasskey request, CancellationToken cancellationToken)
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

        user.RenamePasskey(passkey, UserText.Clean(request.Name)!);
        return CommandResult.Done;
    }
}
