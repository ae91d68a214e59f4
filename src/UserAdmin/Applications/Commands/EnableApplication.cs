using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Enables an application that was disabled: its keys open again what its permissions allow.
/// Refused if the application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Key of the application.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record EnableApplication(string ApplicationId) : ICommand;

internal sealed class EnableApplicationValidator : AbstractValidator<EnableApplication>
{
    public EnableApplicationValidator() => RuleFor(command => command.ApplicationId).MustBeId();
}

internal sealed class EnableApplicationHandler(ApplicationEditing editing) : ICommandHandler<EnableApplication>
{
    public async Task<CommandResult> Handle(EnableApplication request, CancellationToken cancellationToken)
    {
        var (application, refusal) = await editing.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return CommandResult.Refused(refusal!);
        }

        application.Enable();
        return CommandResult.Done;
    }
}
