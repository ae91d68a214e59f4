using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Disables an account that has expired. Sent by the program itself; accepted without a change if the expiry was
/// changed in the meantime. The last administrator loses the expiry instead.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record ExpireUser(string UserId) : ICommand;

internal sealed class ExpireUserValidator : AbstractValidator<ExpireUser>
{
    public ExpireUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class ExpireUserHandler(UserEditing editing, TimeProvider time) : ICommandHandler<ExpireUser>
{
    public Task<CommandResult> Handle(ExpireUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var now = time.GetUtcNow();
                if (!(user.Profile.ExpiresAt <= now) || user.IsDisabled)
                {
                    return null;
                }

                if (await editing.DeactivationRefusalAsync(user, cancellationToken) is not null)
                {
                    // An administrator must remain, and nobody can sign in to an account whose expiry is in the past,
                    // so the expiry is removed.
                    user.SetExpiry(null);
                    return null;
                }

                user.Expire(now);
                await editing.EndAccessAsync(user, cancellationToken);
                return null;
            },
            cancellationToken
        );
}
