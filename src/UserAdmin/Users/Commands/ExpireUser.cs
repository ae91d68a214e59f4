using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Commands;

/// <summary>Disables an account whose time is up. Sent by the program itself; accepted without a change when the time was moved meanwhile.</summary>
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
                if (await editing.ShuttingRefusalAsync(user, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                user.Expire(time.GetUtcNow());
                await editing.EndSessionsAsync(user, cancellationToken);
                return null;
            },
            cancellationToken);
}
