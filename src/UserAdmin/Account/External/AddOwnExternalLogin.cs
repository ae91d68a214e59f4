using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.External;

/// <summary>
/// Links a login at an external provider to one's own account. The host has verified the provider's response
/// (docs/decisions/0024-external-logins-are-linked-never-provisioned.md).
/// </summary>
/// <param name="Provider">Name of the provider in the configuration; at most 128 characters.</param>
/// <param name="ProviderKey">The person's id at the provider (OpenID Connect: <c>sub</c>); at most 255
/// characters.</param>
/// <param name="ProviderName">Display name of the provider; at most 100 characters.</param>
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
