using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Commands;

/// <summary>Shuts the account, here and in every application that opens the same database, until it is enabled again. Its sessions end.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersDisable)]
public sealed record DisableUser(string UserId) : ICommand;

internal sealed class DisableUserValidator : AbstractValidator<DisableUser>
{
    public DisableUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class DisableUserHandler(WriteContext context, UserEditing editing, Administrators administrators, CurrentMessage current, TimeProvider time)
    : ICommandHandler<DisableUser>
{
    public async Task<CommandResult> Handle(DisableUser request, CancellationToken cancellationToken)
    {
        if (request.UserId == current.Context.Actor.Id)
        {
            return CommandResult.Refused(UserErrors.Oneself);
        }

        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        if (await administrators.IsLastAsync(user.Id, cancellationToken))
        {
            return CommandResult.Refused(UserErrors.LastAdministrator);
        }

        user.Disable(time.GetUtcNow());
        await context.UserSessions.Where(session => session.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        return CommandResult.Done;
    }
}
