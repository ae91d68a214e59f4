using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Storage;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Finishes a sign-in with a code from the authenticator app. As with passwords, an attempt is accepted and counts
/// whether the code is right or wrong; only the session tells whether it succeeded.
/// </summary>
/// <param name="SessionId">The session that waits for its second factor, at most ten minutes old. Knowing its id proves
/// that the first factor was right.</param>
/// <param name="Code">Six digits, as typed.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record SignInWithCode([property: Secret] string SessionId, [property: Secret] string Code) : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => nameof(SignInWithCode);
}

internal sealed class SignInWithCodeValidator : AbstractValidator<SignInWithCode>
{
    public SignInWithCodeValidator()
    {
        RuleFor(command => command.SessionId).MustBeSessionId();
        RuleFor(command => command.Code).MustBeTypedCode("Enter the six digits that the app shows.");
    }
}

internal sealed class SignInWithCodeHandler(
    WriteContext context,
    SecondFactor factor,
    SessionOpening opening,
    PolicyReader policies,
    CurrentMessage current,
    TimeProvider time
) : ICommandHandler<SignInWithCode>
{
    public async Task<CommandResult> Handle(SignInWithCode request, CancellationToken cancellationToken)
    {
        current.EventActor = SessionOpening.Someone;
        if (await factor.FindWaitingAsync(request.SessionId, cancellationToken) is not { } waiting)
        {
            return CommandResult.Done;
        }

        var (session, user) = waiting;
        if (await factor.StepOfAsync(user, request.Code, cancellationToken) is { } step)
        {
            user.CodeUsed(step);
            await opening.FinishAsync(user, session, SignInMethod.AuthenticatorCode, cancellationToken);
            return CommandResult.Done;
        }

        if (user.SecondFactorFailed(await policies.CurrentAsync(cancellationToken), time.GetUtcNow()))
        {
            context.Remove(session);
        }

        return CommandResult.Done;
    }
}
