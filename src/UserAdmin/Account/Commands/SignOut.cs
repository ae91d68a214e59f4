using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>Ends one's own session.</summary>
/// <param name="SessionId">Id of the session.</param>
[Permission(PermissionAttribute.SigningIn)]
public sealed record SignOut([property: Secret] string SessionId) : ICommand
{
    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => nameof(SignOut);
}

internal sealed class SignOutValidator : AbstractValidator<SignOut>
{
    public SignOutValidator() =>
        RuleFor(command => command.SessionId)
            .NotEmpty()
            .Coded("session.invalid", "Say which session: its id is missing.");
}

internal sealed class SignOutHandler(WriteContext context, CurrentMessage current) : ICommandHandler<SignOut>
{
    public async Task<CommandResult> Handle(SignOut request, CancellationToken cancellationToken)
    {
        var stored = Sessions.StoredId(request.SessionId);
        var userId = current.Context.Actor.Id;
        if (
            await context.UserSessions.SingleOrDefaultAsync(
                session => session.Id == stored && session.UserId == userId,
                cancellationToken
            ) is
            { } session
        )
        {
            context.Remove(session);
            var user = await UserQueries.User(context, userId, cancellationToken);
            user?.SignedOut(session.Ref);
        }

        return CommandResult.Done;
    }
}
