using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Sets the id that the calling application knows an account by (SCIM <c>externalId</c>). Each application has its own
/// ids, and they need not be unique (RFC 7643, section 3.1). The account's own external id stays what it is.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="ExternalId">The id, at most 255 characters, case exact; null if the application knows none.</param>
[Permission(Permissions.UsersEdit)]
public sealed record SetUserExternalId(string UserId, string? ExternalId) : ICommand;

internal sealed class SetUserExternalIdValidator : AbstractValidator<SetUserExternalId>
{
    public SetUserExternalIdValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.ExternalId).MustBeText("external id", ClientIds.MaxLength);
    }
}

internal sealed class SetUserExternalIdHandler(UserEditing editing, CurrentMessage current)
    : ICommandHandler<SetUserExternalId>
{
    public async Task<CommandResult> Handle(SetUserExternalId request, CancellationToken cancellationToken) =>
        current.Context.Actor.ApplicationId is { } application
            ? await editing.ChangeAsync(
                request.UserId,
                user => user.SetExternalId(application, UserText.CleanKey(request.ExternalId)),
                cancellationToken
            )
            : CommandResult.Refused(ApplicationErrors.OnlyApplications);
}
