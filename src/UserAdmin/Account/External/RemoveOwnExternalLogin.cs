using FluentValidation;
using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.External;

/// <summary>No longer lets oneself sign in with an account elsewhere. Refused when nothing else is left to sign in with. One's own sessions here go on; those of stock applications end.</summary>
/// <param name="Provider">Name of the provider in the configuration.</param>
/// <param name="ProviderKey">One's id there.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record RemoveOwnExternalLogin(string Provider, string ProviderKey) : ICommand;

internal sealed class RemoveOwnExternalLoginValidator : AbstractValidator<RemoveOwnExternalLogin>
{
    public RemoveOwnExternalLoginValidator()
    {
        RuleFor(command => command.Provider).MustBeProvider();
        RuleFor(command => command.ProviderKey).MustBeProviderKey();
    }
}

internal sealed class RemoveOwnExternalLoginHandler(WriteContext context, UserEditing editing, CurrentMessage current) : ICommandHandler<RemoveOwnExternalLogin>
{
    public async Task<CommandResult> Handle(RemoveOwnExternalLogin request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(current.Context.Actor.Id, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        if (await context.UserLogins.FindAsync([request.Provider, request.ProviderKey], cancellationToken) is not { } login || login.UserId != user.Id)
        {
            return CommandResult.Refused(ExternalLoginErrors.NotFound);
        }

        if (await WaysToSignIn.CountAsync(context, user, cancellationToken) <= 1)
        {
            return CommandResult.Refused(ExternalLoginErrors.OnlyWayLeft);
        }

        user.RemoveExternalLogin(login);
        context.Remove(login);
        await editing.KeepOwnSessionsAsync(user, cancellationToken);
        return CommandResult.Done;
    }
}
