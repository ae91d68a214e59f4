using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Sends the invitation again, with a new link; the old one stops working.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersCreate)]
public sealed record ResendInvitation(string UserId) : ICommand;

internal sealed class ResendInvitationValidator : AbstractValidator<ResendInvitation>
{
    public ResendInvitationValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class ResendInvitationHandler(
    UserEditing editing,
    Links links,
    InvitationGuard guard,
    TimeProvider time
) : ICommandHandler<ResendInvitation>
{
    public Task<CommandResult> Handle(ResendInvitation request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var refusal =
                    AccountRules.ResendInvitation(AccountFacts.Of(user))
                    ?? await guard.SendingRefusalAsync(user, cancellationToken);
                if (refusal is null)
                {
                    user.Invite(
                        await links.CreateAsync(user, LinkPurpose.Invitation, cancellationToken),
                        time.GetUtcNow()
                    );
                }

                return refusal;
            },
            cancellationToken
        );
}
