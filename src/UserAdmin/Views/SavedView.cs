using UserAdmin.EventLog;
using UserAdmin.Views.Commands;

namespace UserAdmin.Views;

/// <summary>
/// A search, a sort and columns of a list, saved under a name. Its state changes only in this class; every
/// change records an event.
/// </summary>
internal sealed class SavedView : IRecordsEvents
{
    public string Id { get; set; } = "";

    /// <summary>The owner; null if the owner was purged and the view is still shared.</summary>
    public string? OwnerId { get; set; }

    public string Name { get; set; } = "";

    public string NormalizedName { get; set; } = "";

    /// <summary>Which list it is a view of; never changes.</summary>
    public ViewList List { get; set; }

    public string Search { get; set; } = "";

    /// <summary>
    /// Name of a <see cref="Users.Queries.UserSort"/>; null to sort by the best match, or by name if the search has no
    /// words.
    /// </summary>
    public string? Sort { get; set; }

    public bool IsDescending { get; set; }

    /// <summary>Keys of the columns in order, separated by spaces; empty for the list's default columns.</summary>
    public string Columns { get; set; } = "";

    public bool IsShared { get; set; }

    /// <summary>Whether the view was deleted. The row is kept, so that Undo restores everybody's pins too.</summary>
    public bool IsDeleted { get; set; }

    public List<IEvent> Events { get; } = [];

    public ViewContent Content => new(Name, Search, Sort, IsDescending, Columns, IsShared) { List = List };

    public static SavedView Create(string id, string ownerId, ViewContent content, string normalizedName)
    {
        var view = new SavedView
        {
            Id = id,
            OwnerId = ownerId,
            List = content.List,
        };
        view.Take(content, normalizedName);
        view.Events.Add(new ViewCreated(id, ownerId, content));
        return view;
    }

    public void Change(ViewContent content, string normalizedName)
    {
        var changes = ViewContent.Changes(Content, content);
        if (changes.Count > 0)
        {
            Take(content, normalizedName);
            Events.Add(new ViewChanged(Id, content, changes));
        }
    }

    public void Delete()
    {
        if (!IsDeleted)
        {
            IsDeleted = true;
            Events.Add(new ViewDeleted(Id, Name));
        }
    }

    public void Restore()
    {
        if (IsDeleted)
        {
            IsDeleted = false;
            Events.Add(new ViewRestored(Id, OwnerId, Content));
        }
    }

    /// <summary>Removes the owner; the view stays for those who share it.</summary>
    public void LoseOwner()
    {
        OwnerId = null;
        Events.Add(new ViewOwnerRemoved(Id));
    }

    private void Take(ViewContent content, string normalizedName) =>
        (Name, NormalizedName, Search, Sort, IsDescending, Columns, IsShared) = (
            content.Name,
            normalizedName,
            content.Search,
            content.Sort,
            content.IsDescending,
            content.Columns,
            content.IsShared
        );
}

/// <summary>The fields of a view, as text that the history can show.</summary>
internal sealed record ViewContent(
    string Name,
    string Search,
    string? Sort,
    bool IsDescending,
    string Columns,
    bool IsShared
)
{
    /// <summary>Which list it is a view of; older events do not say that it is the list of users.</summary>
    public ViewList List { get; init; }

    /// <summary>Every field with its value, by the names used in <see cref="UpdateView"/>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Fields =>
        [
            new(nameof(UpdateView.Name), Name),
            new(nameof(UpdateView.Search), Empty(Search)),
            new(nameof(UpdateView.Sort), Sort),
            new(nameof(UpdateView.IsDescending), IsDescending.ToString()),
            new(nameof(UpdateView.Columns), Empty(Columns)),
            new(nameof(UpdateView.IsShared), IsShared.ToString()),
        ];

    /// <summary>Returns a copy with some fields set.</summary>
    public ViewContent With(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var content = this;
        foreach (var (field, value) in fields)
        {
            content = field switch
            {
                nameof(UpdateView.Name) => content with { Name = value! },
                nameof(UpdateView.Search) => content with { Search = value ?? "" },
                nameof(UpdateView.Sort) => content with { Sort = value },
                nameof(UpdateView.IsDescending) => content with { IsDescending = bool.Parse(value!) },
                nameof(UpdateView.Columns) => content with { Columns = value ?? "" },
                _ => content with { IsShared = bool.Parse(value!) },
            };
        }

        return content;
    }

    public static IReadOnlyList<FieldChange> Changes(ViewContent from, ViewContent to) =>
        [
            .. from
                .Fields.Zip(to.Fields, (before, after) => new FieldChange(before.Key, before.Value, after.Value))
                .Where(change => change.From != change.To),
        ];

    private static string? Empty(string text) => text.Length == 0 ? null : text;
}

/// <summary>A view that an administrator has pinned to their navigation.</summary>
internal sealed class ViewPin : IRecordsEvents
{
    public string UserId { get; set; } = "";

    public string ViewId { get; set; } = "";

    public List<IEvent> Events { get; } = [];

    public static ViewPin Create(string userId, string viewId)
    {
        var pin = new ViewPin { UserId = userId, ViewId = viewId };
        pin.Events.Add(new ViewPinned(userId, viewId));
        return pin;
    }

    /// <summary>Records the removal; the caller deletes the row.</summary>
    public void Unpin() => Events.Add(new ViewUnpinned(UserId, ViewId));
}
