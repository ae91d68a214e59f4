using System.Text.Json;
using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Views;

/// <summary>Maintains the views, their pins and each administrator's layout of the list.</summary>
internal sealed class ViewProjection
    : IProject<ViewCreated>,
        IProject<ViewChanged>,
        IProject<ViewDeleted>,
        IProject<ViewRestored>,
        IProject<ViewOwnerRemoved>,
        IProject<ViewPinned>,
        IProject<ViewUnpinned>,
        IProject<ListLayoutSaved>,
        IProject<UserPurged>
{
    public void Apply(ViewCreated @event, EventRecord record, IReadModelRows rows) =>
        Add(@event.ViewId, @event.OwnerId, @event.Content, record, rows);

    public void Apply(ViewChanged @event, EventRecord record, IReadModelRows rows) =>
        Set(rows.Get<ViewRow>(@event.ViewId), @event.Content, record);

    public void Apply(ViewDeleted @event, EventRecord record, IReadModelRows rows) =>
        rows.Remove(rows.Get<ViewRow>(@event.ViewId));

    public void Apply(ViewRestored @event, EventRecord record, IReadModelRows rows) =>
        Add(@event.ViewId, @event.OwnerId, @event.Content, record, rows);

    public void Apply(ViewOwnerRemoved @event, EventRecord record, IReadModelRows rows) =>
        rows.Get<ViewRow>(@event.ViewId).OwnerId = null;

    public void Apply(ViewPinned @event, EventRecord record, IReadModelRows rows) =>
        rows.Add(
            new ViewPinRow
            {
                UserId = @event.UserId,
                ViewId = @event.ViewId,
                PinnedAt = record.At,
            }
        );

    public void Apply(ViewUnpinned @event, EventRecord record, IReadModelRows rows) =>
        rows.Remove(rows.Get<ViewPinRow>(@event.UserId, @event.ViewId));

    public void Apply(ListLayoutSaved @event, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Find<ListLayoutRow>(@event.UserId);
        if (row is null)
        {
            row = new ListLayoutRow { UserId = @event.UserId };
            rows.Add(row);
        }

        (row.ColumnsJson, row.Density, row.PageSize) = (
            JsonSerializer.Serialize(@event.Columns),
            @event.Density,
            @event.PageSize
        );
    }

    public void Apply(UserPurged @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var pin in rows.Where<ViewPinRow>(nameof(ViewPinRow.UserId), @event.UserId))
        {
            rows.Remove(pin);
        }

        if (rows.Find<ListLayoutRow>(@event.UserId) is { } layout)
        {
            rows.Remove(layout);
        }
    }

    private static void Add(
        string viewId,
        string? ownerId,
        ViewContent content,
        EventRecord record,
        IReadModelRows rows
    )
    {
        var row = new ViewRow
        {
            Id = viewId,
            OwnerId = ownerId,
            List = content.List,
        };
        Set(row, content, record);
        rows.Add(row);
    }

    private static void Set(ViewRow row, ViewContent content, EventRecord record)
    {
        (row.Name, row.Search, row.IsDescending, row.Columns, row.IsShared) = (
            content.Name,
            content.Search,
            content.IsDescending,
            content.Columns,
            content.IsShared
        );
        // A sort column that this version does not have is ignored, so that it cannot stop the projection.
        row.SortField = content.Sort;
        (row.ChangedAt, row.Version) = (record.At, record.Position);
    }
}
