using UserAdmin.Roles;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// The index of one read model, with a cache of recent results: a thousand pages that show the same list share one
/// search result.
/// </summary>
internal sealed class UserDirectory(UserIndex index, TimeProvider time)
{
    private const int MostSearches = 48;
    private const int MostRows = 10_000;

    // Locks expire, and spans relative to the current time move on. Cached results that depend on the time are used for
    // at most this long.
    private static readonly TimeSpan _timeKeeps = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Kept> _searches = [];
    private readonly Dictionary<string, UserRow> _rows = [];
    private readonly Lock _keeping = new();
    private long _rowsVersion;

    public UserIndex Index => index;

    /// <summary>The log position of the snapshot that the index was read from; null if it was read from rows.</summary>
    public long? SnapshotAt { get; init; }

    /// <summary>The time by which states and spans are judged: the current one, or the moment of a past list.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The roles of a past list; null for the current ones.</summary>
    public IReadOnlyList<RoleRow>? PastRoles { get; init; }

    /// <summary>Loads rows of a past list by their keys; null if they come from the read model.</summary>
    public Func<IReadOnlyList<string>, CancellationToken, Task<List<UserRow>>>? LoadPast { get; init; }

    /// <summary>Returns true if the result of a search depends on the permissions of roles.</summary>
    public static bool NeedsRoles(UserSearch search) => search.Terms.Any(term => term.Field == SearchFields.Permission);

    /// <summary>Updates the index with changed rows, and replaces those of them that are cached.</summary>
    public void Apply(IReadOnlyCollection<(string Id, UserRow? Row)> rows, long position)
    {
        index.Apply(rows, position);
        lock (_keeping)
        {
            _rowsVersion++;
            foreach (var (id, row) in rows)
            {
                if (row is null)
                {
                    _rows.Remove(id);
                }
                else if (_rows.ContainsKey(id))
                {
                    _rows[id] = row;
                }
            }
        }
    }

    /// <summary>Reads from the result of a search under the index's read lock.</summary>
    /// <param name="search">A search without errors.</param>
    /// <param name="roles">All roles, if <see cref="NeedsRoles"/> is true of the search.</param>
    /// <param name="sort">The order that <paramref name="read"/> needs, or null for none.</param>
    /// <param name="read">Computes the result from memory only, without I/O.</param>
    public T Read<T>(
        UserSearch search,
        IReadOnlyList<RoleRow> roles,
        UserSort? sort,
        Func<Found, SortOrder?, T> read
    ) => index.Read(sort, order => read(Find(search, roles), order));

    /// <summary>
    /// Returns rows by their keys, in the order of the keys. Keys of users who are gone are left out.
    /// </summary>
    /// <param name="ids">The keys of the accounts.</param>
    /// <param name="load">Loads the rows that are not cached.</param>
    /// <param name="keep">Whether to cache the loaded rows, because they are likely to be requested again.</param>
    public async Task<IReadOnlyList<UserRow>> RowsAsync(
        IReadOnlyList<string> ids,
        Func<IReadOnlyList<string>, Task<List<UserRow>>> load,
        bool keep = true
    )
    {
        var found = new Dictionary<string, UserRow>(ids.Count);
        long version;
        lock (_keeping)
        {
            version = _rowsVersion;
            foreach (var id in ids)
            {
                if (_rows.TryGetValue(id, out var row))
                {
                    found[id] = row;
                }
            }
        }

        var missing = ids.Where(id => !found.ContainsKey(id)).ToList();
        if (missing.Count > 0)
        {
            var loaded = await load(missing);
            loaded.ForEach(row => found[row.Id] = row);
            if (keep)
            {
                Keep(loaded, version);
            }
        }

        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    private Found Find(UserSearch search, IReadOnlyList<RoleRow> roles)
    {
        var now = time.GetUtcNow();
        var needsRoles = NeedsRoles(search);
        Kept kept;
        lock (_keeping)
        {
            if (
                !_searches.TryGetValue(search.Text, out kept!)
                || kept.Version != index.Version
                || (needsRoles && kept.Position != index.Position)
                || (kept.DependsOnTime && (now - kept.At).Duration() >= _timeKeeps)
            )
            {
                if (_searches.Count >= MostSearches)
                {
                    _searches.Remove(_searches.MinBy(pair => pair.Value.Version).Key);
                }

                var dependsOnTime = search.Filters.Any(term => index.Fields.FieldOf(term.Field!).DependsOnTime);
                _searches[search.Text] = kept = new(
                    index.Version,
                    index.Position,
                    now,
                    dependsOnTime,
                    new Lazy<Found>(() => new SearchEvaluation(index, roles, now).Find(search))
                );
            }
        }

        return kept.Found.Value;
    }

    /// <summary>Caches rows, unless any row has changed while they were being loaded.</summary>
    private void Keep(List<UserRow> rows, long version)
    {
        lock (_keeping)
        {
            if (_rowsVersion != version || rows.Count > MostRows / 10)
            {
                return;
            }

            if (_rows.Count + rows.Count > MostRows)
            {
                _rows.Clear();
            }

            rows.ForEach(row => _rows[row.Id] = row);
        }
    }

    private sealed record Kept(long Version, long Position, DateTimeOffset At, bool DependsOnTime, Lazy<Found> Found);
}
