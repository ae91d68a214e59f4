using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Revokes a key of an application: it opens nothing from now on. Refused if the application may do more than the
/// actor.
/// </summary>
/// <param name="ApplicationId">Key of the application.</param>
/// <param name="KeyId">Public part of the key.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record RevokeApplicationKey(string ApplicationId, string KeyId) : ICommand;

internal sealed class RevokeApplicationKeyValidator : AbstractValidator<RevokeApplicationKey>
{
    public RevokeApplicationKeyValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.KeyId).MustBeId();
    }
}

internal sealed class RevokeApplicationKeyHandler(ApplicationEditing editing, TimeProvider time)
    : ICommandHandler<RevokeApplicationKey>
{
    public async Task<CommandResult> Handle(RevokeApplicationKey request, CancellationToken cancellationToken)
    {
        var (application, refusal) = await editing.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return CommandResult.Refused(refusal!);
        }

        if (application.Keys.Find(key => key.KeyId == request.KeyId) is not { } key)
        {
            return CommandResult.Refused(ApplicationErrors.KeyNotFound);
        }

        application.RevokeKey(key, time.GetUtcNow());
        return CommandResult.Done;
    }
}
