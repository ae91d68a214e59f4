using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Views.Commands;

/// <summary>
/// Deletes one of the actor's own views, or, with <see cref="Permissions.ViewsManage"/>, a view that somebody else
/// shares. <see cref="RestoreView"/> restores it.
/// </summary>
/// <param name="ViewId">Key of the view.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record DeleteView(string ViewId) : ICommand;

internal sealed class DeleteViewValidator : AbstractValidator<DeleteView>
{
    public DeleteViewValidator() => RuleFor(command => command.ViewId).MustBeId();
}

internal sealed class DeleteViewHandler(ViewEditing editing) : ICommandHandler<DeleteView>
{
    public async Task<CommandResult> Handle(DeleteView request, CancellationToken cancellationToken)
    {
        var (view, refusal) = await editing.FindToChangeAsync(request.ViewId, cancellationToken, evenDeleted: true);
        if (view is null)
        {
            return CommandResult.Refused(refusal!);
        }

        view.Delete();
        return CommandResult.Done;
    }
}
