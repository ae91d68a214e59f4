using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.External;

/// <summary>
/// Lets oneself sign in with an account elsewhere. The host has seen the provider's word for it
/// (docs/decisions/0024-external-logins-are-linked-never-provisioned.md).
/// </summary>
/// <param name="Provider">Name of the provider in the configuration; at most 128 characters.</param>
/// <param name="ProviderKey">One's id there (OpenID Connect: <c>sub</c>); at most 255 characters.</param>
/// <param name="ProviderName">The provider as people read it; at most 100 characters.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record AddOwnExternalLogin(string Provider, string ProviderKey, string ProviderName) : ICommand;

internal sealed class AddOwnExternalLoginValidator : AbstractValidator<AddOwnExternalLogin>
{
    public AddOwnExternalLoginValidator()
    {
        RuleFor(command => command.Provider).MustBeProvider();
        RuleFor(command => command.ProviderKey).MustBeProviderKey();
        RuleFor(command => command.ProviderName).MustBeProviderName();
    }
}

internal sealed class AddOwnExternalLoginHandler(WriteContext context, UserEditing editing, CurrentMessage current)
    : ICommandHandler<AddOwnExternalLogin>
{
    public Task<CommandResult> Handle(AddOwnExternalLogin request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            current.Context.Actor.Id,
            async user =>
            {
                if (
                    await context.UserLogins.FindAsync([request.Provider, request.ProviderKey], cancellationToken) is
                    { } login
                )
                {
                    return login.UserId == user.Id ? null : ExternalLoginErrors.UsedByAnother;
                }

                context.Add(
                    user.AddExternalLogin(request.Provider, request.ProviderKey, UserText.Clean(request.ProviderName)!)
                );
                return null;
            },
            cancellationToken
        );
}
