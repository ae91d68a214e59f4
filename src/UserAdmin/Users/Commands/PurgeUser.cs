using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Removes a deleted account for good, before its restore period is over. Its history stays; its email and user name
/// can be used again.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="TypedUserName">The account’s user name, typed by the actor to confirm.</param>
[Permission(Permissions.UsersPurge)]
public sealed record PurgeUser(string UserId, string TypedUserName) : ICommand;

internal sealed class PurgeUserValidator : AbstractValidator<PurgeUser>
{
    public PurgeUserValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.TypedUserName)
            .NotEmpty()
            .Coded("users.not-confirmed", "Type the user name to remove the account for good.");
    }
}

internal sealed class PurgeUserHandler(
    WriteContext context,
    UserEditing editing,
    IEnumerable<IUserBelongings> belongings
) : ICommandHandler<PurgeUser>
{
    public Task<CommandResult> Handle(PurgeUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (!user.IsDeleted)
                {
                    return UserErrors.NotDeleted;
                }

                if (!string.Equals(UserText.CleanKey(request.TypedUserName), user.UserName, StringComparison.Ordinal))
                {
                    return UserErrors.NotConfirmed;
                }

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
