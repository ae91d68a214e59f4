using UserAdmin.EventLog;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Index;
using UserAdmin.Users.Queries;

namespace UserAdmin.Projections;

/// <summary>
/// The one writer of the read model that queries see, the index of its users, and the replacement of both by newer
/// ones. One thread at a time.
/// </summary>
internal sealed class ReadModelInUse(IReadStore readStore, IWriteStore writeStore, TimeProvider time) : IDisposable
{
    // Above this it is quicker to read all rows than those of the users by their keys.
    private const int MostReread = 20_000;
    private const int LoadedAtOnce = 10_000;
    private const int ChunksAhead = 3;
    private const int Many = 50_000;

    private readonly Lock _writing = new();
    private ReadModelWriter? _writer;
    private volatile UserDirectory? _users;
    private volatile bool _isDisposed;

    /// <summary>Where the read model in use stands.</summary>
    public Checkpoint Checkpoint => Writer.Checkpoint;

    private ReadModelWriter Writer =>
        _writer ?? throw new InvalidOperationException("The read model has not been opened.");

    /// <summary>Opens it, if nobody has, and loads the index of its users.</summary>
    /// <returns>False when the program has ended meanwhile.</returns>
    public bool Open()
    {
        lock (_writing)
        {
            if (_writer is null && !_isDisposed)
            {
                var writer = readStore.OpenWriter();
                try
                {
                    _users = Load(writer);
                    _writer = writer;
                }
                catch (ObjectDisposedException) when (_isDisposed)
                {
                    writer.Dispose();
                }
                catch
                {
                    writer.Dispose();
                    throw;
                }
            }

            return !_isDisposed;
        }
    }

    /// <summary>
    /// What the lists of users are answered from. At the start of the program it takes a moment to be there: some 10 s
    /// for a million users.
    /// </summary>
    public Task<UserDirectory> UsersAsync(CancellationToken cancellationToken) =>
        _users is { } users
            ? Task.FromResult(users)
            : Task.Run(
                () =>
                {
                    ObjectDisposedException.ThrowIf(!Open(), this);
                    return _users!;
                },
                cancellationToken
            );

    /// <summary>Applies the next events, all or none.</summary>
    /// <param name="read">Reads events after a position. Called by the one thread that follows.</param>
    /// <param name="after">Told the events and the position they lead to, before anyone else may write.</param>
    /// <returns>The events; empty at the end of the log.</returns>
    public List<EventRecord> ApplyNext(Func<long, List<EventRecord>> read, Action<long> after)
    {
        lock (_writing)
        {
            var events = _isDisposed ? [] : read(Writer.Checkpoint.Position);
            if (events.Count > 0)
            {
                Writer.Apply(events);
                // Before anybody is told that the read model stands there: the lists are part of it.
                _users!.Apply(Writer.Seen<UserRow>(), Writer.Checkpoint.Position);
                after(Writer.Checkpoint.Position);
            }

            return events;
        }
    }

    /// <summary>
    /// Declares the read model in use complete, unless it is: it has caught up with the log, and other programs may rely
    /// on it.
    /// </summary>
    public void Complete()
    {
        lock (_writing)
        {
            if (!_isDisposed && !Writer.Checkpoint.IsComplete)
            {
                Writer.Complete(Writer.Checkpoint.Generation);
            }
        }
    }

    /// <summary>Reads the checkpoint again, after another process has moved it, and the users it has changed.</summary>
    public void Refresh()
    {
        lock (_writing)
        {
            using var log = new LogReader(writeStore);
            Writer.ReadAtOnce(rows =>
            {
                if (ChangedSince(log, _users!.Index.Position, rows.Checkpoint.Position) is { } changed)
                {
                    _users.Apply([.. changed.Select(id => (id, rows.Find<UserRow>(id)))], rows.Checkpoint.Position);
                }
                else
                {
                    _users = LoadRows(rows);
                }
            });
        }
    }

    /// <summary>
    /// Brings a read model to the log's end while nobody else follows it, then lets all queries go there.
    /// </summary>
    /// <param name="newer">The read model; disposed when it cannot be put to use.</param>
    /// <param name="isBuiltHere">Whether it still has to be declared complete.</param>
    /// <param name="take">Events applied at a time.</param>
    /// <param name="after">Told the position it stands at, before anyone else may write.</param>
    public void Replace(ReadModelWriter newer, bool isBuiltHere, int take, Action<long> after)
    {
        try
        {
            // A reader of its own: the runner's belongs to the runner's thread.
            using var log = new LogReader(writeStore);
            // Before the lock: the one in use goes on being followed while the rows of this one are read.
            var users = Load(newer);
            lock (_writing)
            {
                while (ReadModelRebuild.CatchUp(newer, log, take) > 0)
                {
                    users.Apply(newer.Seen<UserRow>(), newer.Checkpoint.Position);
                }

                if (isBuiltHere)
                {
                    newer.Complete(Writer.Checkpoint.Generation + 1);
                }

                readStore.Use(newer);
                (var old, _writer, _users) = (_writer, newer, users);
                after(newer.Checkpoint.Position);
                old!.Dispose();
            }
        }
        catch
        {
            if (_writer != newer)
            {
                newer.Dispose();
            }

            throw;
        }
    }

    /// <summary>
    /// Waits until nobody writes: a program that could not start ends while its runner still does. Whoever loads gives
    /// up.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        lock (_writing)
        {
            _writer?.Dispose();
        }
    }

    private UserDirectory Load(ReadModelWriter writer)
    {
        UserDirectory? users = null;
        writer.ReadAtOnce(rows => users = LoadRows(rows));
        return users!;
    }

    private UserDirectory LoadRows(ReadModelWriter rows)
    {
        var users = new UserDirectory(new UserIndex(), time);
        var position = rows.Checkpoint.Position;
        // Reading takes one core as long as applying them takes the other.
        ReadAhead.Each(
            rows.All<UserRow>().Chunk(LoadedAtOnce),
            ChunksAhead,
            some =>
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                users.Apply([.. some.Select(row => (row.Id, (UserRow?)row))], position);
            }
        );
        users.Apply([], position);
        GiveBack(users);
        users.Index.Read(UserSort.DisplayName, _ => true);
        // The other orders are prepared in the background, so that no first page waits for them.
        _ = Task.Run(() =>
        {
            foreach (var column in UserColumns.Default)
            {
                users.Index.Read(Listing.Walk(column.Sort), _ => true);
            }

            GiveBack(users);
        });
        return users;
    }

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
}
