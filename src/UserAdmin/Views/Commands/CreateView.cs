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

/// <summary>
/// Saves a search, a sort and columns of a list under a name, as a view of the actor, who has to be allowed to see the
/// list.
/// </summary>
/// <param name="ViewId">Key of the new view, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Name">Name of the view, 1 to 100 characters, unique among the actor's views of the
/// list regardless of case.</param>
/// <param name="Search">A query of the search box, without errors; empty for everything.</param>
/// <param name="Sort">Column to sort by; null to sort by the best match, or by name if the search has no words.</param>
/// <param name="IsDescending">Whether the order is descending.</param>
/// <param name="Columns">Keys of the columns, in order; empty for the list's default columns.</param>
/// <param name="IsShared">Whether everybody who may see the list sees the view.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record CreateView(
    string ViewId,
    string Name,
    string Search,
    UserSort? Sort,
    bool IsDescending,
    IReadOnlyList<string> Columns,
    bool IsShared
) : ICommand
{
    /// <summary>Which list it is a view of.</summary>
    public ViewList List { get; init; }
}

internal sealed class CreateViewValidator : AbstractValidator<CreateView>
{
    public CreateViewValidator(UserFieldSet fields, ViewedLists lists)
    {
        RuleFor(command => command.ViewId).MustBeNewId();
        RuleFor(command => command.Name).MustBeViewName();
        RuleFor(command => command.List)
            .Must(list => lists.Find(list) is not null)
            .Coded("view.unknown-list", "Choose a list that has views.");
        RuleFor(command => command.Search).MustBeSearch(command => lists.Find(command.List)?.Language ?? fields);
        RuleFor(command => command.Sort)
            .Must((command, sort) => sort is null || (command.List == ViewList.Users && sort.Value.IsKnown()))
            .Coded("sort.unknown", "Choose one of the list's columns to sort by.");
        RuleFor(command => command.Columns)
            .MustBeColumns(fields)
            .Must((command, columns) => command.List == ViewList.Users || columns is { Count: 0 })
            .Coded("columns.unknown", "Choose columns of the list only, each once.");
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

        if (editing.RefusalOf(request.List) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }

        var name = UserText.Clean(request.Name)!;
        var normalized = normalizer.NormalizeName(name);
        if (await context.SavedViews.AnyAsync(view => view.Id == request.ViewId, cancellationToken))
        {
            return CommandResult.Refused(ViewErrors.IdTaken);
        }

        if (await editing.IsNameTakenAsync(ownerId, request.List, normalized, request.ViewId, cancellationToken))
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
        )
        {
            List = request.List,
        };
        context.Add(SavedView.Create(request.ViewId, ownerId, content, normalized));
        return CommandResult.Done;
    }
}
