using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users.Index;

/// <summary>Loads the index of users for each read model that is put to use, and holds the one in use.</summary>
internal sealed class UserIndexing(
    UserIndexSnapshots snapshots,
    IWriteStore writeStore,
    UserFieldSet fields,
    TimeProvider time
) : IReadModelFollower, IUserListLoading
{
    // Above this number of changed users, reading all rows is faster than reading the changed ones by key.
    private const int MostReread = 20_000;
    private const int LoadedAtOnce = 10_000;
    private const int ChunksAhead = 3;
    private const int Many = 50_000;

    private volatile UserDirectory? _current;
    private volatile UserListProgress _progress = new(0, 0);

    /// <summary>The directory in use; null until the read model has been opened.</summary>
    public UserDirectory? Current => _current;

    public UserListProgress? Progress => _current is null ? _progress : null;

    public void Begin() => _ = snapshots.ReadAheadAsync();

    public IReadModelMemory Load(ReadModelWriter rows, Action goOn)
    {
        var memory = FromSnapshot(rows) ?? FromRows(rows, goOn);
        // The other orders are built in the background, so that the first page that needs one does not wait for it.
        _ = Task.Run(() =>
        {
            foreach (var column in UserColumns.Default)
            {
                memory.Users.Index.Read(column.Sort, _ => true);
            }

            // The first search that finds nobody does not wait for it either.
            memory.Users.Index.Read(sort: null, _ => memory.Users.Index.NameWords.All().Count);
            if (memory.Users.SnapshotAt is null)
            {
                GiveBack(memory.Users);
            }
        });
        return memory;
    }

    public void Use(IReadModelMemory memory) => _current = ((Memory)memory).Users;

    private Memory? FromSnapshot(ReadModelWriter rows)
    {
        using var log = new LogReader(writeStore);
        if (snapshots.TryRead(rows.Checkpoint, log) is not { } index)
        {
            return null;
        }

        var memory = new Memory(new UserDirectory(index, time) { SnapshotAt = index.Position });
        return memory.TryRefresh(rows, log) ? memory : null;
    }

    private Memory FromRows(ReadModelWriter rows, Action goOn)
    {
        var users = new UserDirectory(new UserIndex(fields), time);
        var position = rows.Checkpoint.Position;
        _progress = new(0, rows.Count<UserRow>());
        // Reading the rows takes about as long as indexing them, so the two run in parallel on two cores.
        ReadAhead.Each(
            rows.All<UserRow>().Chunk(LoadedAtOnce),
            ChunksAhead,
            some =>
            {
                goOn();
                users.Apply([.. some.Select(row => (row.Id, (UserRow?)row))], position);
                _progress = _progress with { Loaded = _progress.Loaded + some.Length };
            }
        );
        users.Apply([], position);
        GiveBack(users);
        users.Index.Read(UserFields.DisplayName.Sort, _ => true);
        return new Memory(users);
    }

    /// <summary>
    /// Releases the memory that was needed only for loading. It is larger than the index itself, and the process would
    /// otherwise keep it for hours.
    /// </summary>
    private static void GiveBack(UserDirectory users)
    {
        if (users.Index.All.Count() > Many)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }

    /// <summary>
    /// Returns the subjects of the events between two log positions, or null if they do not tell which users have
    /// changed.
    /// </summary>
    private static HashSet<string>? ChangedSince(LogReader log, long position, long end)
    {
        var changed = new HashSet<string>();
        while (position < end)
        {
            var events = log.Read(position, (int)Math.Min(ProjectionRunner.BatchSize, end - position));
            // A change of a role can change the rows of all its members, because they contain its name.
            if (
                events.Count == 0
                || changed.Count > MostReread
                || events.Exists(record =>
                    typeof(IChangesRole).IsAssignableFrom(EventCodec.Types.GetValueOrDefault(record.Type))
                )
            )
            {
                return null;
            }

            changed.UnionWith(events.Select(record => record.SubjectId));
            position = events[^1].Position;
        }

        return position == end ? changed : null;
    }

    private sealed class Memory(UserDirectory users) : IReadModelMemory
    {
        public UserDirectory Users => users;

        public void Apply(ReadModelWriter rows) => users.Apply(rows.Seen<UserRow>(), rows.Checkpoint.Position);

        public bool TryRefresh(ReadModelWriter rows, LogReader log)
        {
            if (ChangedSince(log, users.Index.Position, rows.Checkpoint.Position) is not { } changed)
            {
                return false;
            }

            users.Apply([.. changed.Select(id => (id, rows.Find<UserRow>(id)))], rows.Checkpoint.Position);
            return true;
        }
    }
}
