using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Confirms one's email with the single-use link from the mail. If the address was set by someone without permission to
/// set passwords, the person must be signed in to confirm it.
/// </summary>
/// <param name="Token">The token in the link.</param>
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
            // The person who set the address may be able to read its mail, which does not make them the owner of the
            // account.
            return CommandResult.Refused(AccountErrors.SignInToConfirm);
        }

        current.EventActor = SessionOpening.ActorOf(user);
        user.ConfirmEmail();
        return CommandResult.Done;
    }
}
