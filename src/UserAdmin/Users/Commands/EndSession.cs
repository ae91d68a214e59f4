using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Signs the person out of one browser.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="SessionRef">The session's <see cref="SessionRow.SessionRef"/>.</param>
[Permission(Permissions.UsersSessions)]
public sealed record EndSession(string UserId, string SessionRef) : ICommand;

internal sealed class EndSessionValidator : AbstractValidator<EndSession>
{
    public EndSessionValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.SessionRef).MustBeId();
    }
}

internal sealed class EndSessionHandler(WriteContext context, UserEditing editing) : ICommandHandler<EndSession>
{
    public Task<CommandResult> Handle(EndSession request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
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
