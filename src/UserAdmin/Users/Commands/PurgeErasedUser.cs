using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Removes an account for good that had been purged before, and came back with an older database. Sent by the program
/// itself.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record PurgeErasedUser(string UserId) : ICommand;

internal sealed class PurgeErasedUserValidator : AbstractValidator<PurgeErasedUser>
{
    public PurgeErasedUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class PurgeErasedUserHandler(
    WriteContext context,
    UserEditing editing,
    IEnumerable<IUserBelongings> belongings,
    TimeProvider time
) : ICommandHandler<PurgeErasedUser>
{
    public Task<CommandResult> Handle(PurgeErasedUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                // Even the last administrator: nobody can sign in as somebody who was purged.
                user.Delete(time.GetUtcNow(), time.GetUtcNow());
                await editing.EndAccessAsync(user, cancellationToken);
                user.Purge();
                foreach (var owned in belongings)
                {
                    await owned.LeaveBehindAsync(user.Id, cancellationToken);
                }

                context.Remove(user);
                return null;
            },
            cancellationToken,
            evenDeleted: true
        );
}
