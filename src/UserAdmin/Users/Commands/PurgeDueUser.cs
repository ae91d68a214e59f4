using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Commands;

/// <summary>Removes an account that was deleted long enough ago. Sent by the program itself; accepted without a change when it was restored meanwhile.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record PurgeDueUser(string UserId) : ICommand;

internal sealed class PurgeDueUserValidator : AbstractValidator<PurgeDueUser>
{
    public PurgeDueUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class PurgeDueUserHandler(WriteContext context, UserEditing editing, TimeProvider time) : ICommandHandler<PurgeDueUser>
{
    public Task<CommandResult> Handle(PurgeDueUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            user =>
            {
                if (user.Profile.PurgeAt <= time.GetUtcNow())
                {
                    user.Purge();
                    context.Remove(user);
                }
            },
            cancellationToken, evenDeleted: true);
}
