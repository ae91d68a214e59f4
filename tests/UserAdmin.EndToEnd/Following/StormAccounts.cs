namespace UserAdmin.EndToEnd.Following;

/// <summary>The accounts and roles that exist, as far as the programs of a storm know.</summary>
internal sealed class StormAccounts(IEnumerable<string> ids, IReadOnlyList<(string Id, string Name)> roles)
{
    private readonly Lock _lock = new();
    private readonly List<string> _ids = [.. ids];

    /// <summary>The roles, which nobody changes.</summary>
    public IReadOnlyList<(string Id, string Name)> Roles { get; } = roles;

    /// <summary>How many accounts there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _ids.Count;
            }
        }
    }

    /// <summary>Returns one of the accounts. It may be deleted at the next moment.</summary>
    public string Any(Random random)
    {
        lock (_lock)
        {
            return _ids[random.Next(_ids.Count)];
        }
    }

    /// <summary>Adds a new account.</summary>
    public void Add(string id)
    {
        lock (_lock)
        {
            _ids.Add(id);
        }
    }

    /// <summary>Removes one of the accounts and returns it, for a program that is going to delete it.</summary>
    public string Take(Random random)
    {
        lock (_lock)
        {
            var place = random.Next(_ids.Count);
            var id = _ids[place];
            _ids.RemoveAt(place);
            return id;
        }
    }
}
