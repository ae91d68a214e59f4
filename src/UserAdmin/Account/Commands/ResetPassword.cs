using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Sets a new password with the single-use link from a mail. Every session ends, and so does a lockout after failed
/// sign-ins.
/// </summary>
/// <param name="Token">The token in the link.</param>
/// <param name="NewPassword">The new password, checked against the policy.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record ResetPassword([property: Secret] string Token, [property: Secret] string NewPassword) : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => nameof(ResetPassword);
}

internal sealed class ResetPasswordValidator : AbstractValidator<ResetPassword>
{
    public ResetPasswordValidator() => RuleFor(command => command.NewPassword).MustBeNewPassword();
}

internal sealed class ResetPasswordPreparation(LinkPassword password) : IPreparation<ResetPassword>
{
    public Task<Error?> PrepareAsync(ResetPassword command, CancellationToken cancellationToken) =>
        password.PrepareAsync(
            command,
            command.Token,
            LinkPurpose.PasswordReset,
            command.NewPassword,
            nameof(command.NewPassword),
            cancellationToken
        );
}

internal sealed class ResetPasswordHandler(WriteContext context, Links links, CurrentMessage current, TimeProvider time)
    : ICommandHandler<ResetPassword>
{
    public async Task<CommandResult> Handle(ResetPassword request, CancellationToken cancellationToken)
    {
        if (await links.TakeAsync(request.Token, LinkPurpose.PasswordReset, cancellationToken) is not { } user)
        {
            return CommandResult.Refused(AccountErrors.BadLink);
        }

        // Anyone who can read the mail sent to the address is assumed to be the person.
        current.EventActor = SessionOpening.ActorOf(user);
        user.ChoosePassword(current.PreparedFor<string>(request)!, "with a link from a mail");
        user.EndLockout(time.GetUtcNow());
        user.ConfirmEmail();
        if (
            await context.UserSessions.Where(session => session.UserId == user.Id).ExecuteDeleteAsync(cancellationToken)
            > 0
        )
        {
            user.OtherSessionsEnded(null);
        }

        return CommandResult.Done;
    }
}
