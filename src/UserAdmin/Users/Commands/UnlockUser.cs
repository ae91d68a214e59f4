using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Unlocks an account that was locked by failed sign-ins or by an administrator.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersUnlock)]
public sealed record UnlockUser(string UserId) : ICommand;

internal sealed class UnlockUserValidator : AbstractValidator<UnlockUser>
{
    public UnlockUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class UnlockUserHandler(UserEditing editing, TimeProvider time) : ICommandHandler<UnlockUser>
{
    public Task<CommandResult> Handle(UnlockUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(request.UserId, user => user.Unlock(time.GetUtcNow()), cancellationToken);
}
