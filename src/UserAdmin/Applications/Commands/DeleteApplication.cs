using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Deletes an application with all of its keys, which open nothing from now on. Its name stays in the history.
/// Refused if the application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Key of the application.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record DeleteApplication(string ApplicationId) : ICommand;

internal sealed class DeleteApplicationValidator : AbstractValidator<DeleteApplication>
{
    public DeleteApplicationValidator() => RuleFor(command => command.ApplicationId).MustBeId();
}

internal sealed class DeleteApplicationHandler(ApplicationEditing editing, WriteContext context)
    : ICommandHandler<DeleteApplication>
{
    public async Task<CommandResult> Handle(DeleteApplication request, CancellationToken cancellationToken)
    {
        var (application, refusal) = await editing.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return CommandResult.Refused(refusal!);
        }

        application.Delete();
        context.Remove(application);
        return CommandResult.Done;
    }
}
