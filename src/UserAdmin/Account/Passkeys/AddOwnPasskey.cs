using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>
/// Adds a passkey to one's own account. The host has verified the authenticator's response
/// (docs/decisions/0023-passkeys-are-verified-in-the-web-host.md).
/// </summary>
/// <param name="Passkey">The verified credential, as stock Identity stores it.</param>
/// <param name="Name">The name of the passkey, such as the device it is on; at most 100 characters.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record AddOwnPasskey(UserPasskeyInfo Passkey, string Name) : ICommand
{
    /// <summary>Leaves the credential out, because a key and a signature mean nothing to a reader.</summary>
    public override string ToString() => $"{nameof(AddOwnPasskey)} {{ Name = {Name} }}";
}

internal sealed class AddOwnPasskeyValidator : AbstractValidator<AddOwnPasskey>
{
    public AddOwnPasskeyValidator()
    {
        RuleFor(command => command.Name).MustBePasskeyName();
        // Limits how much one account can store in the database.
        RuleFor(command => command.Passkey)
            .Must(passkey =>
                passkey
                    is {
                        CredentialId.Length: > 0 and <= 1023,
                        PublicKey.Length: > 0 and <= 4096,
                        AttestationObject.Length: <= 32_768,
                        ClientDataJson.Length: <= 8192
                    }
            )
            .Coded("passkeys.invalid", "This is not a passkey that can be stored. Try another device or another key.");
    }
}

internal sealed class AddOwnPasskeyHandler(WriteContext context, UserEditing editing, CurrentMessage current)
    : ICommandHandler<AddOwnPasskey>
{
    public Task<CommandResult> Handle(AddOwnPasskey request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            current.Context.Actor.Id,
            async user =>
            {
                if (!context.Layout.HasPasskeys)
                {
                    return PasskeyErrors.NoPlace;
                }

                var credentialId = request.Passkey.CredentialId;
                if (
                    await context.UserPasskeys.AnyAsync(
                        passkey => passkey.CredentialId == credentialId,
                        cancellationToken
                    )
                )
                {
                    return PasskeyErrors.AlreadyThere;
                }

                if (
                    await context.UserPasskeys.CountAsync(passkey => passkey.UserId == user.Id, cancellationToken)
                    >= PasskeyErrors.MostPasskeys
                )
                {
                    return PasskeyErrors.TooMany;
                }

                context.Add(user.AddPasskey(request.Passkey, UserText.Clean(request.Name)!));
                return null;
            },
            cancellationToken
        );
}
