using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>Opens a disabled account again.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersDisable)]
public sealed record EnableUser(string UserId) : ICommand;

internal sealed class EnableUserValidator : AbstractValidator<EnableUser>
{
    public EnableUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class EnableUserHandler(UserEditing editing) : ICommandHandler<EnableUser>
{
    public async Task<CommandResult> Handle(EnableUser request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        user.Enable();
        return CommandResult.Done;
    }
}
