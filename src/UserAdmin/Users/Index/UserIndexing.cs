using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users.Index;

/// <summary>Keeps the index of users with the read model in use, and loads it for each that is put to use.</summary>
internal sealed class UserIndexing(TimeProvider time) : IReadModelFollower
{
    // Above this it is quicker to read all rows than those of the users by their keys.
    private const int MostReread = 20_000;
    private const int LoadedAtOnce = 10_000;
    private const int ChunksAhead = 3;
    private const int Many = 50_000;

    private volatile UserDirectory? _current;

    /// <summary>What the lists are answered from; null until the read model was opened.</summary>
    public UserDirectory? Current => _current;

    public IReadModelMemory Load(ReadModelWriter rows, Action goOn)
    {
        var users = new UserDirectory(new UserIndex(), time);
        var position = rows.Checkpoint.Position;
        // Reading takes one core as long as taking in takes the other.
        ReadAhead.Each(
            rows.All<UserRow>().Chunk(LoadedAtOnce),
            ChunksAhead,
            some =>
            {
                goOn();
                users.Apply([.. some.Select(row => (row.Id, (UserRow?)row))], position);
            }
        );
        users.Apply([], position);
        GiveBack(users);
        users.Index.Read(UserFields.DisplayName.Sort, _ => true);
        // The other orders are prepared in the background, so that no first page waits for them.
        _ = Task.Run(() =>
        {
            foreach (var column in UserColumns.Default)
            {
                users.Index.Read(column.Sort, _ => true);
            }

            GiveBack(users);
        });
        return new Memory(users);
    }

    public void Use(IReadModelMemory memory) => _current = ((Memory)memory).Users;

    /// <summary>
    /// What was only read to be folded and put in order would otherwise stay with the process for hours: more than the
    /// index itself.
    /// </summary>
    private static void GiveBack(UserDirectory users)
    {
        if (users.Index.All.Count() > Many)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }

    /// <summary>
    /// Ids of what the events between two positions are about; null when that does not tell which users have changed.
    /// </summary>
    private static HashSet<string>? ChangedSince(LogReader log, long position, long end)
    {
        var changed = new HashSet<string>();
        while (position < end)
        {
            var events = log.Read(position, (int)Math.Min(ProjectionRunner.BatchSize, end - position));
            // A role's name stands in the rows of all its members.
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
