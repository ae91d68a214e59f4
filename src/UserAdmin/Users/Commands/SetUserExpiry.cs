using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Sets when the account is disabled automatically.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="ExpiresAt">When the account expires: in the future, at most 100 years from now; null for never.</param>
[Permission(Permissions.UsersDisable)]
public sealed record SetUserExpiry(string UserId, DateTimeOffset? ExpiresAt) : ICommand;

internal sealed class SetUserExpiryValidator : AbstractValidator<SetUserExpiry>
{
    public SetUserExpiryValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class SetUserExpiryHandler(UserEditing editing, TimeProvider time) : ICommandHandler<SetUserExpiry>
{
    public Task<CommandResult> Handle(SetUserExpiry request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (request.ExpiresAt is { } at)
                {
                    if (!UserMoments.IsAhead(at, time))
                    {
                        return UserErrors.NotInTheFuture with { Field = nameof(request.ExpiresAt) };
                    }

                    if (await editing.DeactivationRefusalAsync(user, cancellationToken) is { } refusal)
                    {
                        return refusal;
                    }
                }

                user.SetExpiry(request.ExpiresAt?.ToUniversalTime());
                return null;
            },
            cancellationToken
        );
}
