namespace UserAdmin.Web.Bulk;

/// <summary>
/// The users that a person has ticked in the list. One instance for each circuit: it survives paging, sorting and live
/// refresh, but not a reload.
/// </summary>
public sealed class UserSelection
{
    private readonly HashSet<string> _ids = [];

    /// <summary>The number of ticked users.</summary>
    public int Count => _ids.Count;

    /// <summary>Increases with each change.</summary>
    public int Changes { get; private set; }

    /// <summary>Their keys.</summary>
    public IReadOnlyList<string> Ids => [.. _ids];

    /// <summary>
    /// The search whose users were all ticked at once, while the selection is exactly those users; otherwise null.
    /// </summary>
    public string? Search { get; private set; }

    /// <summary>Returns whether a user is ticked.</summary>
    /// <param name="userId">The user.</param>
    public bool Contains(string userId) => _ids.Contains(userId);

    /// <summary>Ticks or unticks users.</summary>
    /// <param name="userIds">The users.</param>
    /// <param name="isSelected">True to tick them, false to untick them.</param>
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

    /// <summary>Ticks exactly the users that a search finds.</summary>
    /// <param name="userIds">The users.</param>
    /// <param name="search">The search that finds them.</param>
    public void SetAll(IEnumerable<string> userIds, string search)
    {
        Clear();
        _ids.UnionWith(userIds);
        Search = search;
    }

    /// <summary>Clears the selection.</summary>
    public void Clear()
    {
        Changes++;
        _ids.Clear();
        // Trimmed, so that the capacity for a hundred thousand users is not kept for the few that are ticked next.
        _ids.TrimExcess();
        Search = null;
    }
}
