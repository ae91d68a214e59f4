using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Policies;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Sets a temporary password that the actor tells the person. It is valid for the number of days in the policy, and
/// only to choose another password. The account's sessions end.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Password">The password, checked against the policy.</param>
[Permission(Permissions.UsersPasswords)]
public sealed record SetTemporaryPassword(string UserId, [property: Secret] string Password) : ICommand
{
    /// <summary>Returns the command without the password, so that it cannot get into a log.</summary>
    public override string ToString() => $"{nameof(SetTemporaryPassword)} {{ UserId = {UserId} }}";
}

internal sealed class SetTemporaryPasswordValidator : AbstractValidator<SetTemporaryPassword>
{
    public SetTemporaryPasswordValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.Password).NotEmpty().Coded("password.required", "Enter a password.");
    }
}

internal sealed class SetTemporaryPasswordPreparation(IPasswordPreparation passwords, WriteContext context)
    : IPreparation<SetTemporaryPassword>
{
    public async Task<Error?> PrepareAsync(SetTemporaryPassword command, CancellationToken cancellationToken)
    {
        var user = await UserQueries.User(context, command.UserId, cancellationToken);
        // The handler reads the user again, inside its transaction.
        context.ChangeTracker.Clear();
        return await passwords.PrepareAsync(
            command,
            command.Password,
            nameof(command.Password),
            user?.UserName,
            user?.Email,
            user?.Profile?.DisplayName
        );
    }
}

internal sealed class SetTemporaryPasswordHandler(
    UserEditing editing,
    Links links,
    PolicyReader policy,
    CurrentMessage current,
    TimeProvider time
) : ICommandHandler<SetTemporaryPassword>
{
    public Task<CommandResult> Handle(SetTemporaryPassword request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var refusal =
                    user.Id == current.Context.Actor.Id ? UserErrors.OwnPassword
                    : user.IsInvited ? UserErrors.Invited
                    : null;
                if (refusal is null)
                {
                    var days = (await policy.CurrentAsync(cancellationToken)).TemporaryPasswordDays;
                    user.SetTemporaryPassword(current.PreparedFor<string>(request)!, time.GetUtcNow().AddDays(days));
                    // A password-reset link that was sent before must not work any more, because somebody else may be
                    // able to read the mail.
                    await links.RevokeAsync(user.Id, LinkPurpose.PasswordReset, cancellationToken);
                    await editing.EndSessionsAsync(user, cancellationToken);
                }

                return refusal;
            },
            cancellationToken
        );
}
