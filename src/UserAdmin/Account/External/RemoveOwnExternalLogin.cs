using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.External;

/// <summary>
/// Removes an external login from one's own account. Refused if the account would have no other way to sign in. The
/// person's sessions here continue; those of stock applications end.
/// </summary>
/// <param name="Provider">Name of the provider in the configuration.</param>
/// <param name="ProviderKey">The person's id at the provider.</param>
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

internal sealed class RemoveOwnExternalLoginHandler(
    WriteContext context,
    UserEditing editing,
    WaysToSignIn ways,
    CurrentMessage current
) : ICommandHandler<RemoveOwnExternalLogin>
{
    public Task<CommandResult> Handle(RemoveOwnExternalLogin request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            current.Context.Actor.Id,
            async user =>
            {
                if (
                    await context.UserLogins.FindAsync([request.Provider, request.ProviderKey], cancellationToken)
                        is not { } login
                    || login.UserId != user.Id
                )
                {
                    return UserErrors.NoSuchExternalLogin;
                }

                if (await ways.CountAsync(user, cancellationToken) <= 1)
                {
                    return ExternalLoginErrors.OnlyWayLeft;
                }

                context.Remove(login);
                user.ExternalLoginRemoved(
                    login.LoginProvider,
                    login.ProviderKey,
                    login.ProviderDisplayName ?? login.LoginProvider
                );
                await editing.KeepOwnSessionsAsync(user, cancellationToken);
                return null;
            },
            cancellationToken
        );
}
