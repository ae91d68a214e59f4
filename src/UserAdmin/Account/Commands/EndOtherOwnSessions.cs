using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Signs oneself out everywhere else: here at once, in stock applications at their next check of the security stamp.
/// </summary>
/// <param name="SessionId">The session that continues.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record EndOtherOwnSessions([property: Secret] string SessionId) : ICommand
{
    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => nameof(EndOtherOwnSessions);
}

internal sealed class EndOtherOwnSessionsValidator : AbstractValidator<EndOtherOwnSessions>
{
    public EndOtherOwnSessionsValidator() =>
        RuleFor(command => command.SessionId)
            .NotEmpty()
            .Coded("session.invalid", "Say which session to keep: its id is missing.");
}

internal sealed class EndOtherOwnSessionsHandler(OwnAccount own) : ICommandHandler<EndOtherOwnSessions>
{
    public Task<CommandResult> Handle(EndOtherOwnSessions request, CancellationToken cancellationToken) =>
        own.ChangeAsync(
            async user =>
            {
                user.EndSessionsElsewhere();
                var (_, kept) = await own.EndOtherSessionsAsync(user, request.SessionId, cancellationToken);
                user.OtherSessionsEnded(kept);
                return null;
            },
            cancellationToken
        );
}
