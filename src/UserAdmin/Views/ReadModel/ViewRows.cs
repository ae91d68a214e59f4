using UserAdmin.Users.Queries;

namespace UserAdmin.Views;

/// <summary>A saved view, as the person who asks sees it.</summary>
public sealed class ViewRow
{
    /// <summary>Key of the view.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>The owner's key; null if the owner's account was purged.</summary>
    public string? OwnerId { get; internal set; }

    /// <summary>Name of the view, 1 to 100 characters, unique among the owner's views.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Which list it is a view of.</summary>
    public ViewList List { get; internal set; }

    /// <summary>The text of the search box; empty for everything.</summary>
    public string Search { get; internal set; } = "";

    /// <summary>Column to sort by; null to sort by the best match, or by name if the search has no words.</summary>
    public UserSort? Sort
    {
        get => UserSort.Find(SortField);
        internal set => SortField = value?.Field;
    }

    /// <summary>Whether the order is descending.</summary>
    public bool IsDescending { get; internal set; }

    /// <summary>Whether everybody who may see the list sees the view.</summary>
    public bool IsShared { get; internal set; }

    /// <summary>When it last changed, in UTC.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>Log position of that change: the version that an edit is based on (decision 4).</summary>
    public long Version { get; internal set; }

    /// <summary>Keys of the columns, in order; empty for the list's default columns.</summary>
    public IReadOnlyList<string> ColumnKeys => Columns.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Display name of the owner; empty if the account was removed.</summary>
    public string OwnerName { get; internal set; } = "";

    /// <summary>Whether the view belongs to the person who asks.</summary>
    public bool IsOwn { get; internal set; }

    /// <summary>Whether the person who asks has pinned it.</summary>
    public bool IsPinned { get; internal set; }

    /// <summary>Whether the person who asks may change and delete it.</summary>
    public bool MayChange { get; internal set; }

    /// <summary>Name of the field to sort by, as stored.</summary>
    internal string? SortField { get; set; }

    /// <summary>The keys as stored, separated by spaces.</summary>
    internal string Columns { get; set; } = "";
}

/// <summary>
/// A view that an administrator has pinned. The pin is kept while the view is deleted or not shared, and is used again
/// when the view is back.
/// </summary>
internal sealed class ViewPinRow
{
    public string UserId { get; set; } = "";

    public string ViewId { get; set; } = "";

    /// <summary>When the view was pinned; the navigation shows pins in this order.</summary>
    public DateTimeOffset PinnedAt { get; set; }
}
