using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Index;
using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Past;

/// <summary>
/// The list as it was. Most accounts have not changed since, so the index of now is copied, and only those that have
/// are indexed again, from their events (decision 92).
/// </summary>
internal sealed class PastDirectories(
    UserDirectories inUse,
    UserIndexSnapshots snapshots,
    IDbContextFactory<WriteContext> contexts,
    IReadStore reads,
    SubjectFold fold,
    TimeProvider time
) : IPastDirectories, IPastListLoading, IDisposable
{
    // A statement names so many accounts, and so many are in memory with their events.
    private const int AtOnce = 500;

    // An index of a million accounts takes some 160 MB, so few such are kept.
    private const int MostKept = 8;
    private const int MostAccounts = 2_000_000;

    // Events of this time may still be on their way into the log.
    private static readonly TimeSpan _settles = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<DateTimeOffset, Kept> _kept = [];
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public async Task<UserDirectory> AtAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var kept = Find(at);
        try
        {
            var past = await kept.Built.WaitAsync(cancellationToken);
            Forget(kept);
            return past.Directory;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Remove(at, kept);
            throw;
        }
    }

    public UserListProgress? ProgressAt(DateTimeOffset at)
    {
        lock (_lock)
        {
            return _kept.TryGetValue(at, out var kept) && !kept.Built.IsCompleted ? kept.Progress : null;
        }
    }

    /// <summary>Forgets every list, also those that are being made; who waits for one still gets it.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _kept.Clear();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private Kept Find(DateTimeOffset at)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue(at, out var kept) || (!kept.IsSettled && kept.IsBuilt))
            {
                kept = new Kept { IsSettled = at < time.GetUtcNow() - _settles };
                var building = kept;
                // Whoever asked first may leave; the others wait for the same.
                kept.Built = Task.Run(() => BuildAsync(at, building, CancellationToken.None), CancellationToken.None);
                _kept[at] = kept;
            }

            kept.AskedAt = time.GetTimestamp();
            return kept;
        }
    }

    /// <summary>Forgets the indexes that nobody has asked for the longest, if they are many or large.</summary>
    private void Forget(Kept wanted)
    {
        lock (_lock)
        {
            var (kept, accounts) = (0, 0L);
            foreach (var (at, one) in _kept.OrderByDescending(pair => pair.Value.AskedAt).ToList())
            {
                if (!one.IsBuilt)
                {
                    continue;
                }

                (kept, accounts) = (kept + 1, accounts + one.Accounts);
                if (one != wanted && (kept > MostKept || accounts > MostAccounts))
                {
                    _kept.Remove(at);
                }
            }
        }
    }

    private void Remove(DateTimeOffset at, Kept failed)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(at, out var kept) && kept == failed)
            {
                _kept.Remove(at);
            }
        }
    }

    private async Task<Past> BuildAsync(DateTimeOffset at, Kept kept, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var until = await LastAtAsync(context, at, cancellationToken);
            var (index, copiedAt) = snapshots.Copy((await inUse.UsersAsync(cancellationToken)).Index);
            var changes = await ChangesAsync(context, Math.Min(until, copiedAt), cancellationToken);
            var ofRoles = await SubjectEvents
                .OfAsync(context, changes.RoleIds, until, cancellationToken)
                .ToListAsync(cancellationToken);
            kept.Progress = new(0, changes.UserIds.Count);
            foreach (var some in changes.UserIds.Chunk(AtOnce))
            {
                var rows = await fold.OfAccountsAsync(context, some, ofRoles, until, cancellationToken);
                index.Apply([.. some.Select(id => (id, rows.Find<UserRow>(id)))], until);
                kept.Progress = kept.Progress with { Loaded = kept.Progress.Loaded + some.Length };
            }

            index.Apply([], until);
            var roles = await fold.OfAccountsAsync(context, [], ofRoles, until, cancellationToken);
            kept.Accounts = index.All.Count();
            return new Past(
                new UserDirectory(index, new StoppedClock(at))
                {
                    PastRoles = [.. roles.All<RoleRow>()],
                    LoadPast = (ids, stop) => RowsAsync(ids, ofRoles, until, stop),
                }
            );
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Returns the last position of an event that happened by a moment; 0 if there is none.</summary>
    private static async Task<long> LastAtAsync(
        WriteContext context,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        // Back from the end, because everything after it is read anyway.
        await context
            .EventLog.Where(record => record.At <= at)
            .OrderByDescending(record => record.Position)
            .Select(record => record.Position)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Finds who may differ from the copy: everybody with an event since, and who has a role that has changed since.
    /// </summary>
    private async Task<(IReadOnlyList<string> UserIds, IReadOnlyList<string> RoleIds)> ChangesAsync(
        WriteContext context,
        long since,
        CancellationToken cancellationToken
    )
    {
        var ofRoles = EventCodec
            .Types.Where(type => typeof(IChangesRole).IsAssignableFrom(type.Value))
            .Select(type => type.Key)
            .ToList();
        await using var read = reads.CreateContext();
        var roleIds = (await read.Roles.Select(role => role.Id).ToListAsync(cancellationToken)).ToHashSet();
        var changed = await ChangedAsync(context, since, cancellationToken);
        var changedRoles = changed
            .Where(one => ofRoles.Contains(one.Type) || roleIds.Contains(one.SubjectId))
            .Select(one => one.SubjectId)
            .ToHashSet();
        roleIds.UnionWith(changedRoles);
        var members = await read.Set<UserRoleRow>()
            .Where(row => EF.Parameter(changedRoles).Contains(row.RoleId))
            .Select(row => row.UserId)
            .ToListAsync(cancellationToken);
        // Once more: between the two, somebody may have lost a role, and would be in neither.
        var userIds = (await ChangedAsync(context, since, cancellationToken))
            .Select(one => one.SubjectId)
            .Concat(members)
            .Where(id => !roleIds.Contains(id))
            .ToHashSet();
        return ([.. userIds], [.. roleIds]);
    }

    private static async Task<List<(string SubjectId, string Type)>> ChangedAsync(
        WriteContext context,
        long since,
        CancellationToken cancellationToken
    ) =>
        (
            await context
                .EventLog.Where(record => record.Position > since)
                .Select(record => new { record.SubjectId, record.Type })
                .Distinct()
                .ToListAsync(cancellationToken)
        ).ConvertAll(one => (one.SubjectId, one.Type));

    private async Task<List<UserRow>> RowsAsync(
        IReadOnlyList<string> userIds,
        IReadOnlyList<(EventRecord Record, IEvent Event)> ofRoles,
        long until,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = new List<UserRow>(userIds.Count);
        foreach (var some in userIds.Chunk(AtOnce))
        {
            var rows = await fold.OfAccountsAsync(context, some, ofRoles, until, cancellationToken);
            found.AddRange(some.Select(id => rows.Find<UserRow>(id)).OfType<UserRow>());
        }

        return found;
    }

    private sealed record Past(UserDirectory Directory);

    private sealed class Kept
    {
        public Task<Past> Built { get; set; } = default!;

        public bool IsBuilt => Built.IsCompletedSuccessfully;

        public bool IsSettled { get; init; }

        public UserListProgress Progress { get; set; } = new(0, 0);

        public long AskedAt { get; set; }

        public long Accounts { get; set; }
    }

    /// <summary>A clock that stands still: who was locked or had expired is judged at the moment itself.</summary>
    private sealed class StoppedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
