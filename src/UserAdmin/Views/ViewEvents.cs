using UserAdmin.EventLog;
using UserAdmin.Views.Commands;

namespace UserAdmin.Views;

internal sealed record ViewCreated(string ViewId, string OwnerId, ViewContent Content) : IBeginsSubject
{
    public string SubjectId => ViewId;

    public string Describe() => Content.IsShared ? "View saved and shared" : "View saved";

    public IReadOnlyList<FieldChange> Changes =>
        [
            .. Content
                .Fields.Where(one => one.Value is not null)
                .Select(one => new FieldChange(one.Key, null, one.Value)),
        ];
}

internal sealed record ViewChanged(string ViewId, ViewContent Content, IReadOnlyList<FieldChange> Changes) : IEvent
{
    public string SubjectId => ViewId;

    public string Describe() =>
        Changes switch
        {
            [{ Field: nameof(UpdateView.Name) }] => "View renamed",
            [{ Field: nameof(UpdateView.IsShared) }] => Content.IsShared ? "View shared" : "View no longer shared",
            _ => "View changed",
        };
}

internal sealed record ViewDeleted(string ViewId, string Name) : IEvent
{
    public string SubjectId => ViewId;

    public string Describe() => "View deleted";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(UpdateView.Name), Name, null)];
}

internal sealed record ViewRestored(string ViewId, string? OwnerId, ViewContent Content) : IEvent
{
    public string SubjectId => ViewId;

    public string Describe() => "View restored";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(UpdateView.Name), null, Content.Name)];
}

internal sealed record ViewOwnerRemoved(string ViewId) : IEvent
{
    public string SubjectId => ViewId;

    public string Describe() => "View kept without its owner, whose account was removed";
}

internal sealed record ViewPinned(string UserId, string ViewId) : IEvent, INotInHistory
{
    public string SubjectId => UserId;

    public string Describe() => "View pinned";
}

internal sealed record ViewUnpinned(string UserId, string ViewId) : IEvent, INotInHistory
{
    public string SubjectId => UserId;

    public string Describe() => "View unpinned";
}

internal sealed record ListLayoutSaved(
    string UserId,
    IReadOnlyList<LayoutColumn> Columns,
    ListDensity Density,
    int PageSize
) : IEvent, INotInHistory
{
    public string SubjectId => UserId;

    public string Describe() => "List layout saved";
}
