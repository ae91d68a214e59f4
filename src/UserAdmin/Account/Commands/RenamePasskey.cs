using FluentValidation;
using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>Gives a person’s passkey another name.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="PasskeyId">Credential id as base64url: <see cref="PasskeyRow.PasskeyId"/>.</param>
/// <param name="Name">Name, 1 to 100 characters.</param>
[Permission(Permissions.UsersFactors)]
public sealed record RenamePasskey(string UserId, string PasskeyId, string Name) : ICommand;

internal sealed class RenamePasskeyValidator : AbstractValidator<RenamePasskey>
{
    public RenamePasskeyValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.PasskeyId).MustBePasskeyId();
        RuleFor(command => command.Name).MustBePasskeyName();
    }
}

internal sealed class RenamePasskeyHandler(UserEditing editing, StoredPasskeys passkeys)
    : ICommandHandler<RenamePasskey>
{
    public Task<CommandResult> Handle(RenamePasskey request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
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
