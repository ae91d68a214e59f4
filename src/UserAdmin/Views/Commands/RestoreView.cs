using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Views.Commands;

/// <summary>Restores a deleted view as it was, with its owner and everybody's pins.</summary>
/// <param name="ViewId">Key of the view.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record RestoreView(string ViewId) : ICommand;

internal sealed class RestoreViewValidator : AbstractValidator<RestoreView>
{
    public RestoreViewValidator() => RuleFor(command => command.ViewId).MustBeId();
}

internal sealed class RestoreViewHandler(WriteContext context, ViewEditing editing) : ICommandHandler<RestoreView>
{
    public async Task<CommandResult> Handle(RestoreView request, CancellationToken cancellationToken)
    {
        var (view, refusal) = await editing.FindToChangeAsync(request.ViewId, cancellationToken, evenDeleted: true);
        if (view is null)
        {
            return CommandResult.Refused(refusal!);
        }

        if (!view.IsDeleted)
        {
            return CommandResult.Done;
        }

        if (await editing.IsNameTakenAsync(view.OwnerId, view.List, view.NormalizedName, view.Id, cancellationToken))
        {
            return CommandResult.Refused(ViewErrors.NameTaken);
        }

        if (
            view.OwnerId is { } owner
            && await context.SavedViews.CountAsync(
                other => other.OwnerId == owner && !other.IsDeleted,
                cancellationToken
            ) >= ViewErrors.MostViews
        )
        {
            return CommandResult.Refused(ViewErrors.TooMany);
        }

        view.Restore();
        return CommandResult.Done;
    }
}
