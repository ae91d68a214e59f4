using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>Gives one of one's own passkeys another name.</summary>
/// <param name="PasskeyId">Credential id, as base64url.</param>
/// <param name="Name">The new name; at most 100 characters.</param>
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

internal sealed class RenameOwnPasskeyHandler(UserEditing editing, StoredPasskeys passkeys, CurrentMessage current)
    : ICommandHandler<RenameOwnPasskey>
{
    public Task<CommandResult> Handle(RenameOwnPasskey request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            current.Context.Actor.Id,
            async user =>
            {
                if (await passkeys.FindAsync(user, request.PasskeyId, cancellationToken) is not { } passkey)
                {
                    return UserErrors.NoSuchPasskey;
                }

                var (from, to) = (passkey.Data.Name ?? "", UserText.Clean(request.Name)!);
                if (from != to)
                {
                    passkey.Data.Name = to;
                    user.PasskeyRenamed(request.PasskeyId, from, to);
                }

                return null;
            },
            cancellationToken
        );
}
