using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Deletes the account. It can be restored until it is purged; until then its email and user name stay reserved.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersDelete)]
public sealed record DeleteUser(string UserId) : ICommand;

internal sealed class DeleteUserValidator : AbstractValidator<DeleteUser>
{
    public DeleteUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class DeleteUserHandler(UserEditing editing, PolicyReader policy, TimeProvider time)
    : ICommandHandler<DeleteUser>
{
    public Task<CommandResult> Handle(DeleteUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (await editing.DeactivationRefusalAsync(user, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                var now = time.GetUtcNow();
                user.Delete(now, now.AddDays((await policy.CurrentAsync(cancellationToken)).RestoreDays));
                await editing.EndAccessAsync(user, cancellationToken);
                return null;
            },
            cancellationToken,
            evenDeleted: true
        );
}
