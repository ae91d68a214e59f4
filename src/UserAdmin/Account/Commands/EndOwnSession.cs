using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>Signs oneself out of one browser.</summary>
/// <param name="SessionRef">The session's <see cref="SessionRow.SessionRef"/>.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record EndOwnSession(string SessionRef) : ICommand;

internal sealed class EndOwnSessionValidator : AbstractValidator<EndOwnSession>
{
    public EndOwnSessionValidator() => RuleFor(command => command.SessionRef).MustBeId();
}

internal sealed class EndOwnSessionHandler(WriteContext context, OwnAccount own) : ICommandHandler<EndOwnSession>
{
    public Task<CommandResult> Handle(EndOwnSession request, CancellationToken cancellationToken) =>
        own.ChangeAsync(
            async user =>
            {
                if (
                    await context
                        .UserSessions.Where(session => session.UserId == user.Id && session.Ref == request.SessionRef)
                        .ExecuteDeleteAsync(cancellationToken) == 0
                )
                {
                    return UserErrors.NoSuchSession;
                }

                user.SessionEnded(request.SessionRef);
                return null;
            },
            cancellationToken
        );
}
