namespace UserAdmin.Web.Bulk;

/// <summary>
/// The users a person has ticked, wherever in the list they stand. One for each circuit: it survives paging, sorting
/// and live refresh, and not a reload.
/// </summary>
public sealed class UserSelection
{
    private readonly HashSet<string> _ids = [];

    /// <summary>How many are ticked.</summary>
    public int Count => _ids.Count;

    /// <summary>Grows with each change.</summary>
    public int Changes { get; private set; }

    /// <summary>Their keys.</summary>
    public IReadOnlyList<string> Ids => [.. _ids];

    /// <summary>The search all of whose users were ticked at once, while it is exactly those; otherwise null.</summary>
    public string? Search { get; private set; }

    /// <summary>Whether a user is ticked.</summary>
    /// <param name="userId">The user.</param>
    public bool Contains(string userId) => _ids.Contains(userId);

    /// <summary>Ticks some users or takes their ticks away.</summary>
    /// <param name="userIds">The users.</param>
    /// <param name="isSelected">Whether they are to be ticked.</param>
    public void Set(IEnumerable<string> userIds, bool isSelected)
    {
        Changes++;
        Search = null;
        if (isSelected)
        {
            _ids.UnionWith(userIds);
        }
        else
        {
            _ids.ExceptWith(userIds);
        }
    }

    /// <summary>Ticks all that a search finds, and nobody else.</summary>
    /// <param name="userIds">The users.</param>
    /// <param name="search">What finds them.</param>
    public void SetAll(IEnumerable<string> userIds, string search)
    {
        Clear();
        _ids.UnionWith(userIds);
        Search = search;
    }

    /// <summary>Takes all ticks away.</summary>
    public void Clear()
    {
        Changes++;
        _ids.Clear();
        // A hundred thousand places are not kept for the three that are ticked next.
        _ids.TrimExcess();
        Search = null;
    }
}
