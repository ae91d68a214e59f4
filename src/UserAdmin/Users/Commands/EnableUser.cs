using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Enables a disabled account and removes an expiry in the past. If the person had not accepted an invitation yet, the
/// account is in the state “invited” again.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersDisable)]
public sealed record EnableUser(string UserId) : ICommand;

internal sealed class EnableUserValidator : AbstractValidator<EnableUser>
{
    public EnableUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class EnableUserHandler(UserEditing editing, TimeProvider time) : ICommandHandler<EnableUser>
{
    public Task<CommandResult> Handle(EnableUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(request.UserId, user => user.Enable(time.GetUtcNow()), cancellationToken);
}
