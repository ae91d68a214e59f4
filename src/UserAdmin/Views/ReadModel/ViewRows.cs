using UserAdmin.Users.Queries;

namespace UserAdmin.Views;

/// <summary>A saved view as the one who asks sees it.</summary>
public sealed class ViewRow
{
    /// <summary>Key of the view.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>Whose it is; null once the owner's account is gone for good.</summary>
    public string? OwnerId { get; internal set; }

    /// <summary>1 to 100 characters, unique among the owner's.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The text of the search box; empty for everybody.</summary>
    public string Search { get; internal set; } = "";

    /// <summary>Column to sort by; null for the best match, or the name where no words are searched for.</summary>
    public UserSort? Sort
    {
        get => UserSort.Find(SortField);
        internal set => SortField = value?.Field;
    }

    /// <summary>Whether the order is descending.</summary>
    public bool IsDescending { get; internal set; }

    /// <summary>Whether everybody who may see users sees it.</summary>
    public bool IsShared { get; internal set; }

    /// <summary>When it last changed, in UTC.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>Log position of that change: the version an edit carries (decision 4).</summary>
    public long Version { get; internal set; }

    /// <summary>Keys of the columns, in order; empty for those that the list has of itself.</summary>
    public IReadOnlyList<string> ColumnKeys => Columns.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Display name of the owner; empty when the account is gone.</summary>
    public string OwnerName { get; internal set; } = "";

    /// <summary>Whether it is one's own.</summary>
    public bool IsOwn { get; internal set; }

    /// <summary>Whether one has it in the navigation.</summary>
    public bool IsPinned { get; internal set; }

    /// <summary>Whether one may change and delete it.</summary>
    public bool MayChange { get; internal set; }

    /// <summary>Name of the field to sort by, as stored.</summary>
    internal string? SortField { get; set; }

    /// <summary>The keys as stored, separated by spaces.</summary>
    internal string Columns { get; set; } = "";
}

/// <summary>
/// A view that an administrator keeps in the navigation. It stays while the view is deleted or not shared, and counts
/// again when it is back.
/// </summary>
internal sealed class ViewPinRow
{
    public string UserId { get; set; } = "";

    public string ViewId { get; set; } = "";

    /// <summary>When: the first pinned stands first.</summary>
    public DateTimeOffset PinnedAt { get; set; }
}
