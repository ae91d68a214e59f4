using UserAdmin.Users.Fields;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// The in-memory index that answers searches, sorts and facet counts. It takes about 160 bytes per user, is built from
/// the rows of the read model and updated after each of its commits. It holds no rows; they are read from the store by
/// key. Decision 26 gives reasons and figures.
/// </summary>
#pragma warning disable CA1001 // A replaced index may still have readers; its lock is collected with it.
internal sealed class UserIndex
#pragma warning restore CA1001
{
    /// <summary>The number of newest users whose creation times are kept at hand.</summary>
    private const int MostNewest = 10_000;

    private static readonly TimeSpan _forgetAfter = TimeSpan.FromMinutes(10);

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<string, FieldIndex> _fields;
    private readonly (FieldIndex Field, SortOrder? Order)[] _kept;
    private readonly Dictionary<string, SortOrder> _orders = [];
    private readonly FieldIndex _names;
    private readonly SortOrder _byName;

    // Places of the most recently added users, the newest last.
    private readonly List<(int Place, DateTimeOffset CreatedAt)> _newest = [];

    /// <param name="fields">The fields; null for the declared ones.</param>
    public UserIndex(UserFieldSet? fields = null)
    {
        Fields = fields ?? UserFieldSet.Stock;
        NameWords = new NameWords(this);
        _fields = Fields.All.ToDictionary(field => field.Name, field => field.CreateIndex(this));
        _names = Of(UserFields.DisplayName);
        var (names, keys) = (_names.Order!, Of(UserFields.Id).Order!);
        foreach (var (name, field) in _fields)
        {
            if (field.Order is { } column)
            {
                _orders.Add(name, new SortOrder(column, names, keys));
            }
        }

        _byName = _orders[UserFields.DisplayName.Name];
        _kept = [.. _fields.Select(field => (field.Value, _orders.GetValueOrDefault(field.Key)))];
    }

    /// <summary>The fields that are indexed.</summary>
    public UserFieldSet Fields { get; }

    /// <summary>All users, including the deleted ones.</summary>
    public BitSet All { get; } = new();

    public KeyColumn Keys { get; } = new();

    public TextColumn Texts { get; } = new();

    /// <summary>The different words of all names.</summary>
    public NameWords NameWords { get; }

    public AccountStates States { get; } = new();

    /// <summary>The log position of the rows that the index reflects.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// A number that increases with every change of any row. Results computed for a lower version may be out of date.
    /// </summary>
    public long Version { get; private set; }

    /// <summary>
    /// How many users were removed for good. What is on disk of the index must then be written anew soon.
    /// </summary>
    public int Removals { get; private set; }

    /// <summary>Returns the part of the index for a field.</summary>
    public FieldIndex Of(UserField field) => _fields[field.Name];

    /// <summary>Returns the part of the index for the field that a filter tests.</summary>
    public FieldIndex Of(SearchField filter) => Of(Fields.FieldOf(filter));

    /// <summary>
    /// Returns the part of the index for the field that a list is sorted by; the display name if there is none.
    /// </summary>
    public FieldIndex Of(UserSort sort) => _fields.GetValueOrDefault(sort.Field) ?? _names;

    /// <summary>Updates the index with changed rows.</summary>
    /// <param name="rows">The rows with their keys; null for a user who is gone.</param>
    /// <param name="position">The log position after these changes.</param>
    public void Apply(IReadOnlyCollection<(string Id, UserRow? Row)> rows, long position)
    {
        _lock.EnterWriteLock();
        try
        {
            Position = position;
            if (rows.Count == 0)
            {
                return;
            }

            Version++;
            var texts = new List<(int Place, string[] Fields)>(rows.Count);
            foreach (var (id, row) in rows)
            {
                if (row is not null)
                {
                    var place = Keys.Add(id);
                    var fields = UserTexts.Of(row, Fields);
                    Put(place, row, fields);
                    NameWords.Put(fields);
                    texts.Add((place, fields));
                }
                else if (Keys.Find(id) is var gone and >= 0)
                {
                    Remove(gone);
                    texts.Add((gone, []));
                }
            }

            Texts.Set(texts);
            ForgetUnused();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Reads from the index under its read lock.</summary>
    /// <param name="sort">The order that <paramref name="read"/> needs, or null for none.</param>
    /// <param name="read">Computes the result from memory only, without I/O and without waiting for anything.</param>
    public T Read<T>(UserSort? sort, Func<SortOrder?, T> read)
    {
        var order = sort is { } wanted ? OrderOf(wanted) : null;
        while (true)
        {
            _lock.EnterReadLock();
            try
            {
                if (order is null or { IsCurrent: true })
                {
                    order?.Asked();
                    return read(order);
                }
            }
            finally
            {
                _lock.ExitReadLock();
            }

            BringUpToDate(order);
        }
    }

    /// <summary>
    /// Counts the users among <paramref name="among"/> who were created after <paramref name="moment"/>. Call it inside
    /// <see cref="Read{T}"/>.
    /// </summary>
    public int CountCreatedAfter(DateTimeOffset moment, BitSet among)
    {
        var count = 0;
        for (var i = _newest.Count - 1; i >= 0; i--)
        {
            if (_newest[i].CreatedAt <= moment)
            {
                return count;
            }

            count += among[_newest[i].Place] ? 1 : 0;
        }

        // All users in the list are newer, so older ones that are no longer in it have to be tested too.
        return ((MomentIndex)Of(UserFields.CreatedAt)).After(moment, among).Count();
    }

    /// <summary>
    /// Writes the index into a snapshot. Changes wait until most of it is written; the texts are written while they go
    /// on.
    /// </summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="begin">Called first, with the log position of what is going to be written.</param>
    public void Write(IIndexSnapshot snapshot, Action<long> begin)
    {
        TextColumn texts;
        _lock.EnterReadLock();
        try
        {
            begin(Position);
            Exchange(snapshot);
            texts = Texts.Copy();
        }
        finally
        {
            _lock.ExitReadLock();
        }

        texts.Exchange(snapshot);
    }

    /// <summary>Reads the index from a snapshot. Call it on a new index only.</summary>
    /// <exception cref="DamagedSnapshotException">The snapshot is damaged.</exception>
    public void Read(IIndexSnapshot snapshot)
    {
        Exchange(snapshot);
        Texts.Exchange(snapshot);
        Version++;
    }

    private void Exchange(IIndexSnapshot snapshot)
    {
        var position = Position;
        snapshot.Exchange(ref position);
        Position = position;
        All.Exchange(snapshot);
        Keys.Exchange(snapshot);
        foreach (var (field, order) in _kept)
        {
            field.Exchange(snapshot);
            order?.Exchange(snapshot);
        }

        snapshot.Exchange(
            _newest,
            user =>
            {
                var (place, ticks) = (user.Place, user.CreatedAt.UtcTicks);
                snapshot.Exchange(ref place);
                snapshot.Exchange(ref ticks);
                return (place, new DateTimeOffset(ticks, TimeSpan.Zero));
            }
        );
    }

    /// <summary>
    /// Returns the order in which to read a list. Lists in parts, and lists by best match, are sorted by name within
    /// each part.
    /// </summary>
    private SortOrder OrderOf(UserSort sort) => _orders.GetValueOrDefault(sort.Field, _byName);

    private void BringUpToDate(SortOrder order)
    {
        _lock.EnterWriteLock();
        try
        {
            _byName.BringUpToDate(All, byName: null);
            if (order != _byName)
            {
                order.BringUpToDate(All, _byName);
            }

            order.Asked();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private void Put(int place, UserRow row, string[] texts)
    {
        var isNew = !All[place];
        All[place] = true;
        // Every order sorts equal users by name, so a changed name can move the user in all orders.
        var isMoved = isNew || _names.Put(place, row, texts);
        var compared = isMoved ? null : texts;
        foreach (var (field, order) in _kept)
        {
            if (field.Put(place, row, compared) || isMoved)
            {
                order?.Changed(place);
            }
        }

        if (isNew)
        {
            _newest.Add((place, row.CreatedAt));
        }
    }

    private void Remove(int place)
    {
        Removals++;
        All[place] = false;
        Keys.Remove(place);
        // The place will be reused for a new account, which must not be counted twice.
        _newest.RemoveAll(user => user.Place == place);
        foreach (var (field, order) in _kept)
        {
            field.Remove(place);
            order?.Changed(place);
        }
    }

    private void ForgetUnused()
    {
        if (_newest.Count > 2 * MostNewest)
        {
            _newest.RemoveRange(0, _newest.Count - MostNewest);
        }

        foreach (var order in _orders.Values)
        {
            if (
                order != _byName
                && order.IsMade
                && Environment.TickCount64 - order.AskedAt > _forgetAfter.TotalMilliseconds
            )
            {
                order.Forget();
            }
        }
    }
}
