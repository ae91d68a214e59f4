using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Locks the account until a point in time, when it unlocks automatically, and ends its sessions.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Until">When the account unlocks: in the future, at most 100 years from now.</param>
[Permission(Permissions.UsersDisable)]
public sealed record LockUser(string UserId, DateTimeOffset Until) : ICommand;

internal sealed class LockUserValidator : AbstractValidator<LockUser>
{
    public LockUserValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class LockUserHandler(UserEditing editing, TimeProvider time) : ICommandHandler<LockUser>
{
    public Task<CommandResult> Handle(LockUser request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var refusal =
                    AccountRules.Lock(AccountFacts.Of(user), request.Until, time)
                    ?? await editing.DeactivationRefusalAsync(user, cancellationToken);
                if (refusal == UserErrors.NotInTheFuture)
                {
                    refusal = refusal with { Field = nameof(request.Until) };
                }

                if (refusal is null)
                {
                    user.Lock(request.Until.ToUniversalTime());
                    await editing.EndSessionsAsync(user, cancellationToken);
                }

                return refusal;
            },
            cancellationToken
        );
}
