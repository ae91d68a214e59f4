using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users.Fields;

namespace UserAdmin.Views.Commands;

/// <summary>
/// Saves the actor's layout of the list of users. The last saved layout wins; nobody else changes it, so nothing is
/// merged.
/// </summary>
/// <param name="Columns">The columns to show, in order; at least one.</param>
/// <param name="Density">The spacing of the rows.</param>
/// <param name="PageSize">Rows per page, 10 to 200.</param>
[Permission(Permissions.UsersRead)]
public sealed record SaveListLayout(IReadOnlyList<LayoutColumn> Columns, ListDensity Density, int PageSize) : ICommand;

internal sealed class SaveListLayoutValidator : AbstractValidator<SaveListLayout>
{
    public SaveListLayoutValidator(UserFieldSet fields)
    {
        RuleFor(command => command.Columns)
            .Must(columns => columns is { Count: > 0 } && columns.All(column => column is not null))
            .Coded("columns.missing", "Choose at least one column.");
        When(
            command => command.Columns is not null && command.Columns.All(column => column is not null),
            () =>
            {
                RuleFor(command => (IReadOnlyList<string>)command.Columns.Select(column => column.Key).ToList())
                    .MustBeColumns(fields)
                    .OverridePropertyName(nameof(SaveListLayout.Columns));
                RuleFor(command => command.Columns)
                    .Must(columns => columns.All(column => column.Width is null or (>= 40 and <= 1200)))
                    .Coded("columns.width", "Make columns between 40 and 1,200 pixels wide.");
            }
        );
        RuleFor(command => command.Density).IsInEnum().Coded("density.unknown", "Choose one of the list's densities.");
        RuleFor(command => command.PageSize)
            .InclusiveBetween(10, 200)
            .Coded("page-size.out-of-range", "Choose between 10 and 200 rows a page.");
    }
}

internal sealed class SaveListLayoutHandler(WriteContext context, ViewEditing editing) : ICommandHandler<SaveListLayout>
{
    public async Task<CommandResult> Handle(SaveListLayout request, CancellationToken cancellationToken)
    {
        if (editing.OwnerId is not { } userId)
        {
            return CommandResult.Refused(ViewErrors.NoOwner);
        }

        var layout = await context.ListLayouts.SingleOrDefaultAsync(row => row.UserId == userId, cancellationToken);
        if (layout is null)
        {
            layout = new ListLayout { UserId = userId };
            context.Add(layout);
        }

        layout.Save(request.Columns, request.Density, request.PageSize);
        return CommandResult.Done;
    }
}
