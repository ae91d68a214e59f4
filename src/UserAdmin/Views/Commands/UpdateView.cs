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
/// <param name="Name">Name of the view, 1 to 100 characters, unique among the owner's views regardless of case.</param>
/// <param name="Search">A query of the search box, without errors; empty for everybody.</param>
/// <param name="Sort">Column to sort by; null to sort by the best match, or by name if the search has no words.</param>
/// <param name="IsDescending">Whether the order is descending.</param>
/// <param name="Columns">Keys of the columns, in order; empty for the list's default columns.</param>
/// <param name="IsShared">Whether everybody who may see users sees the view.</param>
/// <param name="SeenVersion">The <see cref="ViewRow.Version"/> the person saw.</param>
[Permission(Permissions.UsersRead)]
public sealed record UpdateView(
    string ViewId,
    string Name,
    string Search,
    UserSort? Sort,
    bool IsDescending,
    IReadOnlyList<string> Columns,
    bool IsShared,
    long SeenVersion
) : ICommand;

internal sealed class UpdateViewValidator : AbstractValidator<UpdateView>
{
    public UpdateViewValidator(UserFieldSet fields)
    {
        RuleFor(command => command.ViewId).MustBeId();
        RuleFor(command => command.Name).MustBeViewName();
        RuleFor(command => command.Search).MustBeSearch(fields);
        RuleFor(command => command.Sort)
            .Must(sort => sort is null || sort.Value.IsKnown())
            .Coded("sort.unknown", "Choose one of the list's columns to sort by.");
        RuleFor(command => command.Columns).MustBeColumns(fields);
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class UpdateViewHandler(WriteContext context, ViewEditing editing, ILookupNormalizer normalizer)
    : ICommandHandler<UpdateView>
{
    public async Task<CommandResult> Handle(UpdateView request, CancellationToken cancellationToken)
    {
        var (view, refusal) = await editing.FindToChangeAsync(request.ViewId, cancellationToken);
        if (view is null)
        {
            return CommandResult.Refused(refusal!);
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
        if (await editing.IsNameTakenAsync(view.OwnerId, normalized, view.Id, cancellationToken))
        {
            return CommandResult.Refused(ViewErrors.NameTaken);
        }

        view.Change(content, normalized);
        return CommandResult.Done;
    }
}
