using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Signs the person out everywhere: here at once, and in stock applications at their next check of the security stamp.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersSessions)]
public sealed record EndAllSessions(string UserId) : ICommand;

internal sealed class EndAllSessionsValidator : AbstractValidator<EndAllSessions>
{
    public EndAllSessionsValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class EndAllSessionsHandler(UserEditing editing) : ICommandHandler<EndAllSessions>
{
    public Task<CommandResult> Handle(EndAllSessions request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                user.EndSessions();
                await editing.EndSessionsAsync(user, cancellationToken);
                return null;
            },
            cancellationToken
        );
}
