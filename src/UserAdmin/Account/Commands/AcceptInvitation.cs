using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Accepts an invitation to an account with the single-use link from the mail. This also confirms the email.
/// </summary>
/// <param name="Token">The token in the link.</param>
/// <param name="Password">The password, checked against the policy.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record AcceptInvitation([property: Secret] string Token, [property: Secret] string Password) : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => nameof(AcceptInvitation);
}

internal sealed class AcceptInvitationValidator : AbstractValidator<AcceptInvitation>
{
    public AcceptInvitationValidator() => RuleFor(command => command.Password).MustBeNewPassword();
}

internal sealed class AcceptInvitationPreparation(LinkPassword password) : IPreparation<AcceptInvitation>
{
    public Task<Error?> PrepareAsync(AcceptInvitation command, CancellationToken cancellationToken) =>
        password.PrepareAsync(
            command,
            command.Token,
            LinkPurpose.Invitation,
            command.Password,
            nameof(command.Password),
            cancellationToken
        );
}

internal sealed class AcceptInvitationHandler(Links links, CurrentMessage current) : ICommandHandler<AcceptInvitation>
{
    public async Task<CommandResult> Handle(AcceptInvitation request, CancellationToken cancellationToken)
    {
        if (await links.TakeAsync(request.Token, LinkPurpose.Invitation, cancellationToken) is not { } user)
        {
            return CommandResult.Refused(AccountErrors.BadLink);
        }

        // Anyone who can read the mail sent to the address is assumed to be the person.
        current.EventActor = SessionOpening.ActorOf(user);
        user.AcceptInvitation(current.PreparedFor<string>(request)!);
        return CommandResult.Done;
    }
}
