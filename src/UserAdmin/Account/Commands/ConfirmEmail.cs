using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Confirms one's email with the link from the mail, which is used up. An address that was set by somebody who may not
/// set passwords is confirmed only by the person, signed in.
/// </summary>
/// <param name="Token">What the link carried.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record ConfirmEmail([property: Secret] string Token) : ICommand
{
    /// <summary>Leaves the secret out, so that no log can hold it.</summary>
    public override string ToString() => nameof(ConfirmEmail);
}

internal sealed class ConfirmEmailValidator : AbstractValidator<ConfirmEmail>
{
    public ConfirmEmailValidator() =>
        RuleFor(command => command.Token)
            .Must(token => !string.IsNullOrEmpty(token))
            .Coded(AccountErrors.BadLink.Code, AccountErrors.BadLink.Message);
}

internal sealed class ConfirmEmailHandler(Links links, CurrentMessage current) : ICommandHandler<ConfirmEmail>
{
    public async Task<CommandResult> Handle(ConfirmEmail request, CancellationToken cancellationToken)
    {
        if (await links.TakeAsync(request.Token, LinkPurpose.EmailConfirmation, cancellationToken) is not { } user)
        {
            return CommandResult.Refused(AccountErrors.BadLink);
        }

        if (user.Profile.EmailNeedsProof && current.Context.Actor.Id != user.Id)
        {
            // Whoever set the address may read its mail, and is not the person for that.
            return CommandResult.Refused(AccountErrors.SignInToConfirm);
        }

        current.EventActor = SessionOpening.ActorOf(user);
        user.ConfirmEmail();
        return CommandResult.Done;
    }
}
