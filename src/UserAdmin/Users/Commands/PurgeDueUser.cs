using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Removes a deleted account for good when its restore period is over. Sent by the program itself; accepted without a
/// change if the account was restored in the meantime.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record PurgeDueUser(string UserId) : ICommand;

internal sealed class PurgeDueUserValidator : AbstractValidator<PurgeDueUser>
{
    public PurgeDueUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class PurgeDueUserHandler(
    WriteContext context,
    UserEditing editing,
    IEnumerable<IUserBelongings> belongings,
    TimeProvider time
) : ICommandHandler<PurgeDueUser>
{
    public Task<CommandResult> Handle(PurgeDueUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (user.Profile.PurgeAt <= time.GetUtcNow())
                {
                    user.Purge();
                    foreach (var owned in belongings)
                    {
                        await owned.LeaveBehindAsync(user.Id, cancellationToken);
                    }

                    context.Remove(user);
                }

                return null;
            },
            cancellationToken,
            evenDeleted: true
        );
}
