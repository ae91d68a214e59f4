using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Views.Commands;

/// <summary>Pins one of the actor's own views, or a shared one, to the actor's navigation.</summary>
/// <param name="ViewId">Key of the view.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record PinView(string ViewId) : ICommand;

internal sealed class PinViewValidator : AbstractValidator<PinView>
{
    public PinViewValidator() => RuleFor(command => command.ViewId).MustBeId();
}

internal sealed class PinViewHandler(WriteContext context, ViewEditing editing) : ICommandHandler<PinView>
{
    public async Task<CommandResult> Handle(PinView request, CancellationToken cancellationToken)
    {
        if (editing.OwnerId is not { } userId)
        {
            return CommandResult.Refused(ViewErrors.NoOwner);
        }

        var (view, refusal) = await editing.FindAsync(request.ViewId, cancellationToken);
        if (view is not { List: ViewList.Users })
        {
            return CommandResult.Refused(refusal ?? ViewErrors.NotPinned);
        }

        if (
            await context.ViewPins.AnyAsync(
                pin => pin.UserId == userId && pin.ViewId == request.ViewId,
                cancellationToken
            )
        )
        {
            return CommandResult.Done;
        }

        // Pins of views that are deleted or no longer shared do not count, because the navigation does not show them.
        var seen = context.SavedViews.Where(row => !row.IsDeleted && (row.IsShared || row.OwnerId == userId));
        if (
            await context.ViewPins.CountAsync(
                pin => pin.UserId == userId && seen.Any(pinned => pinned.Id == pin.ViewId),
                cancellationToken
            ) >= ViewErrors.MostPins
        )
        {
            return CommandResult.Refused(ViewErrors.TooManyPins);
        }

        context.Add(ViewPin.Create(userId, request.ViewId));
        return CommandResult.Done;
    }
}
