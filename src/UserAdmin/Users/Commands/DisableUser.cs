using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Disables the account, here and in every application that uses the same database, until it is enabled again. Its
/// sessions end.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersDisable)]
public sealed record DisableUser(string UserId) : ICommand;

internal sealed class DisableUserValidator : AbstractValidator<DisableUser>
{
    public DisableUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class DisableUserHandler(UserEditing editing, TimeProvider time) : ICommandHandler<DisableUser>
{
    public Task<CommandResult> Handle(DisableUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (await editing.DeactivationRefusalAsync(user, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                user.Disable(time.GetUtcNow());
                await editing.EndAccessAsync(user, cancellationToken);
                return null;
            },
            cancellationToken
        );
}
