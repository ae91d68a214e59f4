using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Storage;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Finishes a sign-in with a single-use recovery code. As with passwords, an attempt is accepted and counts whether the
/// code is right or wrong.
/// </summary>
/// <param name="SessionId">The session that waits for its second factor, at most ten minutes old.</param>
/// <param name="Code">The code as typed; upper or lower case and the dash do not matter.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record SignInWithRecoveryCode([property: Secret] string SessionId, [property: Secret] string Code)
    : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => nameof(SignInWithRecoveryCode);
}

internal sealed class SignInWithRecoveryCodeValidator : AbstractValidator<SignInWithRecoveryCode>
{
    public SignInWithRecoveryCodeValidator()
    {
        RuleFor(command => command.SessionId).MustBeSessionId();
        RuleFor(command => command.Code).MustBeTypedCode("Enter one of your recovery codes.");
    }
}

internal sealed class SignInWithRecoveryCodeHandler(
    WriteContext context,
    SecondFactor factor,
    SessionOpening opening,
    PolicyReader policies,
    CurrentMessage current,
    TimeProvider time
) : ICommandHandler<SignInWithRecoveryCode>
{
    public async Task<CommandResult> Handle(SignInWithRecoveryCode request, CancellationToken cancellationToken)
    {
        current.EventActor = SessionOpening.Someone;
        if (await factor.FindWaitingAsync(request.SessionId, cancellationToken) is not { } waiting)
        {
            return CommandResult.Done;
        }

        var (session, user) = waiting;
        if (await factor.TakeRecoveryCodeAsync(user, request.Code, cancellationToken) is { } left)
        {
            user.RecoveryCodeUsed(left);
            await opening.FinishAsync(user, session, SignInMethod.RecoveryCode, cancellationToken);
            return CommandResult.Done;
        }

        if (user.SecondFactorFailed(await policies.CurrentAsync(cancellationToken), time.GetUtcNow()))
        {
            context.Remove(session);
        }

        return CommandResult.Done;
    }
}
