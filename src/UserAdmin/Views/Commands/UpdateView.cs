using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Views.Commands;

/// <summary>
/// Changes one of the actor's own views, or, with <see cref="Permissions.ViewsManage"/>, a view that somebody else
/// shares. Only fields that differ from their value at <paramref name="SeenVersion"/> are changed; the others keep
/// their current value, even if somebody else changed it since.
/// </summary>
/// <param name="ViewId">Key of the view.</param>
/// <param name="Name">Name of the view, 1 to 100 characters, unique among the owner's views of the
/// list regardless of case.</param>
/// <param name="Search">A query of the search box, without errors; empty for everything.</param>
/// <param name="Sort">Column to sort by; null to sort by the best match, or by name if the search has no words.</param>
/// <param name="IsDescending">Whether the order is descending.</param>
/// <param name="Columns">Keys of the columns, in order; empty for the list's default columns.</param>
/// <param name="IsShared">Whether everybody who may see the list sees the view.</param>
/// <param name="SeenVersion">The <see cref="ViewRow.Version"/> the person saw.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record UpdateView(
    string ViewId,
    string Name,
    string Search,
    UserSort? Sort,
    bool IsDescending,
    IReadOnlyList<string> Columns,
    bool IsShared,
    long SeenVersion
) : ICommand
{
    /// <summary>Which list it is a view of, which cannot be changed.</summary>
    public ViewList List { get; init; }
}

internal sealed class UpdateViewValidator : AbstractValidator<UpdateView>
{
    public UpdateViewValidator(UserFieldSet fields, ViewedLists lists)
    {
        RuleFor(command => command.ViewId).MustBeId();
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
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class UpdateViewHandler(WriteContext context, ViewEditing editing, ILookupNormalizer normalizer)
    : ICommandHandler<UpdateView>
{
    public async Task<CommandResult> Handle(UpdateView request, CancellationToken cancellationToken)
    {
        var (view, refusal) = await editing.FindToChangeAsync(request.ViewId, cancellationToken);
        if (view is null || view.List != request.List)
        {
            return CommandResult.Refused(refusal ?? ViewErrors.NotFound);
        }

        var wanted = new ViewContent(
            UserText.Clean(request.Name)!,
            request.Search.Trim(),
            request.Sort?.ToString(),
            request.IsDescending,
            string.Join(' ', request.Columns),
            request.IsShared
        );
        var (set, conflicts) = await FieldMerge.MergeAsync(
            context,
            view.Id,
            request.SeenVersion,
            wanted.Fields,
            cancellationToken
        );
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        var content = view.Content.With(set);
        var normalized = normalizer.NormalizeName(content.Name);
        if (await editing.IsNameTakenAsync(view.OwnerId, view.List, normalized, view.Id, cancellationToken))
        {
            return CommandResult.Refused(ViewErrors.NameTaken);
        }

        view.Change(content, normalized);
        return CommandResult.Done;
    }
}
