using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Views.Commands;

/// <summary>Removes a view from the actor's navigation. The view itself stays.</summary>
/// <param name="ViewId">Key of the view.</param>
[Permission(Permissions.UsersRead)]
public sealed record UnpinView(string ViewId) : ICommand;

internal sealed class UnpinViewValidator : AbstractValidator<UnpinView>
{
    public UnpinViewValidator() => RuleFor(command => command.ViewId).MustBeId();
}

internal sealed class UnpinViewHandler(WriteContext context, ViewEditing editing) : ICommandHandler<UnpinView>
{
    public async Task<CommandResult> Handle(UnpinView request, CancellationToken cancellationToken)
    {
        if (editing.OwnerId is not { } userId)
        {
            return CommandResult.Refused(ViewErrors.NoOwner);
        }

        if (
            await context.ViewPins.SingleOrDefaultAsync(
                row => row.UserId == userId && row.ViewId == request.ViewId,
                cancellationToken
            ) is
            { } pin
        )
        {
            pin.Unpin();
            context.Remove(pin);
        }

        return CommandResult.Done;
    }
}
