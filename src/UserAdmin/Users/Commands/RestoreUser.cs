using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Restores a deleted account to the state that it had before.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersDelete)]
public sealed record RestoreUser(string UserId) : ICommand;

internal sealed class RestoreUserValidator : AbstractValidator<RestoreUser>
{
    public RestoreUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class RestoreUserHandler(UserEditing editing) : ICommandHandler<RestoreUser>
{
    public Task<CommandResult> Handle(RestoreUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(request.UserId, user => user.Restore(), cancellationToken, evenDeleted: true);
}
