using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Views.Commands;

/// <summary>Saves a search, a sort and columns of the list of users under a name, as a view of the actor.</summary>
/// <param name="ViewId">Key of the new view, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Name">Name of the view, 1 to 100 characters, unique among the actor's views regardless of case.</param>
/// <param name="Search">A query of the search box, without errors; empty for everybody.</param>
/// <param name="Sort">Column to sort by; null to sort by the best match, or by name if the search has no words.</param>
/// <param name="IsDescending">Whether the order is descending.</param>
/// <param name="Columns">Keys of the columns, in order; empty for the list's default columns.</param>
/// <param name="IsShared">Whether everybody who may see users sees the view.</param>
[Permission(Permissions.UsersRead)]
public sealed record CreateView(
    string ViewId,
    string Name,
    string Search,
    UserSort? Sort,
    bool IsDescending,
    IReadOnlyList<string> Columns,
    bool IsShared
) : ICommand;

internal sealed class CreateViewValidator : AbstractValidator<CreateView>
{
    public CreateViewValidator(UserFieldSet fields)
    {
        RuleFor(command => command.ViewId).MustBeNewId();
        RuleFor(command => command.Name).MustBeViewName();
        RuleFor(command => command.Search).MustBeSearch(fields);
        RuleFor(command => command.Sort)
            .Must(sort => sort is null || sort.Value.IsKnown())
            .Coded("sort.unknown", "Choose one of the list's columns to sort by.");
        RuleFor(command => command.Columns).MustBeColumns(fields);
    }
}

internal sealed class CreateViewHandler(WriteContext context, ViewEditing editing, ILookupNormalizer normalizer)
    : ICommandHandler<CreateView>
{
    public async Task<CommandResult> Handle(CreateView request, CancellationToken cancellationToken)
    {
        if (editing.OwnerId is not { } ownerId)
        {
            return CommandResult.Refused(ViewErrors.NoOwner);
        }

        var name = UserText.Clean(request.Name)!;
        var normalized = normalizer.NormalizeName(name);
        if (await context.SavedViews.AnyAsync(view => view.Id == request.ViewId, cancellationToken))
        {
            return CommandResult.Refused(ViewErrors.IdTaken);
        }

        if (await editing.IsNameTakenAsync(ownerId, normalized, request.ViewId, cancellationToken))
        {
            return CommandResult.Refused(ViewErrors.NameTaken);
        }

        if (
            await context.SavedViews.CountAsync(view => view.OwnerId == ownerId && !view.IsDeleted, cancellationToken)
            >= ViewErrors.MostViews
        )
        {
            return CommandResult.Refused(ViewErrors.TooMany);
        }

        var content = new ViewContent(
            name,
            request.Search.Trim(),
            request.Sort?.ToString(),
            request.IsDescending,
            string.Join(' ', request.Columns),
            request.IsShared
        );
        context.Add(SavedView.Create(request.ViewId, ownerId, content, normalized));
        return CommandResult.Done;
    }
}
