using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Disables an application: its keys open nothing from now on, and work it has started stops.
/// Refused if the application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Key of the application.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record DisableApplication(string ApplicationId) : ICommand;

internal sealed class DisableApplicationValidator : AbstractValidator<DisableApplication>
{
    public DisableApplicationValidator() => RuleFor(command => command.ApplicationId).MustBeId();
}

internal sealed class DisableApplicationHandler(ApplicationEditing editing, TimeProvider time)
    : ICommandHandler<DisableApplication>
{
    public async Task<CommandResult> Handle(DisableApplication request, CancellationToken cancellationToken)
    {
        var (application, refusal) = await editing.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return CommandResult.Refused(refusal!);
        }

        application.Disable(time.GetUtcNow());
        return CommandResult.Done;
    }
}
