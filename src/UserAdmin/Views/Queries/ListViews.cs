using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Views.Queries;

/// <summary>
/// The views of a list: those of the person who asks, who has to be allowed to see the list, and those that others
/// share, by name; with <paramref name="OnlyPinned"/>, in the
/// order in which they were pinned.
/// </summary>
/// <param name="OnlyPinned">Whether to return only the views that the person has pinned.</param>
/// <param name="List">Which list.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record ListViews(bool OnlyPinned = false, ViewList List = ViewList.Users) : IQuery<Page<ViewRow>>;

internal sealed class ListViewsHandler(ReadContext context, ViewedLists lists, CurrentMessage current)
    : IQueryHandler<ListViews, Page<ViewRow>>
{
    public async Task<Answer<Page<ViewRow>>> Handle(ListViews request, CancellationToken cancellationToken)
    {
        if (lists.RefusalOf(request.List, current) is { } refusal)
        {
            return new() { Refusal = refusal };
        }

        var asker = current.Context.Actor.Id;
        var seen = context.SeenBy(asker).Where(row => row.List == request.List);
        var views = request.OnlyPinned
            ? seen.Join(
                    context.ViewPins.Where(pin => pin.UserId == asker),
                    row => row.Id,
                    pin => pin.ViewId,
                    (row, pin) => new { row, pin.PinnedAt }
                )
                .OrderBy(pinned => pinned.PinnedAt)
                .ThenBy(pinned => pinned.row.Id)
                .Select(pinned => pinned.row)
            : seen.OrderBy(row => row.Name).ThenBy(row => row.Id);
        var rows = await context.ForAsker(views, current, cancellationToken);
        return new() { Value = new Page<ViewRow>(rows, rows.Count) };
    }
}

/// <summary>Reads views as one person may see them.</summary>
internal static class ViewReading
{
    /// <summary>Returns a person's own views and the shared ones.</summary>
    public static IQueryable<ViewRow> SeenBy(this ReadContext context, string userId) =>
        context.Views.Where(row => row.OwnerId == userId || row.IsShared);

    /// <summary>Reads views, and sets the properties that depend on the person who asks.</summary>
    public static async Task<List<ViewRow>> ForAsker(
        this ReadContext context,
        IQueryable<ViewRow> views,
        CurrentMessage current,
        CancellationToken cancellationToken
    )
    {
        var asker = current.Context.Actor.Id;
        var found = await views
            .Select(row => new
            {
                Row = row,
                OwnerName = context
                    .Set<UserRow>()
                    .Where(user => user.Id == row.OwnerId)
                    .Select(user => user.DisplayName)
                    .FirstOrDefault(),
                IsPinned = context.Set<ViewPinRow>().Any(pin => pin.UserId == asker && pin.ViewId == row.Id),
            })
            .ToListAsync(cancellationToken);
        foreach (var view in found)
        {
            view.Row.IsOwn = view.Row.OwnerId == asker;
            view.Row.OwnerName = view.OwnerName ?? "";
            view.Row.IsPinned = view.IsPinned;
            view.Row.MayChange = view.Row.IsOwn || current.Access.Permissions.Contains(Permissions.ViewsManage);
        }

        return found.ConvertAll(view => view.Row);
    }
}
