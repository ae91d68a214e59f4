using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Account.External;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Unlinks a login at an external provider, so that the person can no longer sign in with it; sessions end.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Provider">Name of the provider in the configuration.</param>
/// <param name="ProviderKey">The person's id at the provider.</param>
[Permission(Permissions.UsersFactors)]
public sealed record RemoveExternalLogin(string UserId, string Provider, string ProviderKey) : ICommand;

internal sealed class RemoveExternalLoginValidator : AbstractValidator<RemoveExternalLogin>
{
    public RemoveExternalLoginValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.Provider).MustBeId();
        RuleFor(command => command.ProviderKey).MustBeId();
    }
}

internal sealed class RemoveExternalLoginHandler(
    WriteContext context,
    UserEditing editing,
    WaysToSignIn ways,
    CurrentMessage current
) : ICommandHandler<RemoveExternalLogin>
{
    public Task<CommandResult> Handle(RemoveExternalLogin request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                if (
                    await context.UserLogins.SingleOrDefaultAsync(
                        login =>
                            login.UserId == user.Id
                            && login.LoginProvider == request.Provider
                            && login.ProviderKey == request.ProviderKey,
                        cancellationToken
                    )
                    is not { } login
                )
                {
                    return UserErrors.NoSuchExternalLogin;
                }

                if (
                    await ways.TakingRefusalAsync(user, ExternalLoginErrors.OnlyWayLeft, cancellationToken) is
                    { } refusal
                )
                {
                    return refusal;
                }

                context.Remove(login);
                user.ExternalLoginRemoved(
                    login.LoginProvider,
                    login.ProviderKey,
                    login.ProviderDisplayName ?? login.LoginProvider
                );
                await (
                    user.Id == current.Context.Actor.Id
                        ? editing.KeepOwnSessionsAsync(user, cancellationToken)
                        : editing.EndSessionsAsync(user, cancellationToken)
                );
                return null;
            },
            cancellationToken
        );
}
