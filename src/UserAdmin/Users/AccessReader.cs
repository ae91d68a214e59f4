using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Returns what a user may do, according to the user's current roles, and what an application may do. Answers are
/// cached for two seconds, because a stock application may change the Identity tables without an event. An event that
/// changes anyone's access clears the cache: at once if this process appended it, otherwise when the log is next read.
/// </summary>
internal sealed class AccessReader(
    IDbContextFactory<WriteContext> contexts,
    IHostPolicy hostPolicy,
    IApplicationAccess applications,
    TimeProvider time
) : IAccessReader, IEventFollower
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromSeconds(2);

    // A lockout by failed sign-ins is ignored here. Otherwise anybody could sign anybody out by causing one.
    private static readonly Func<WriteContext, string, DateTimeOffset, CancellationToken, Task<string?>> _activeName =
        PerModel.Of(() =>
            EF.CompileAsyncQuery(
                (WriteContext context, string userId, DateTimeOffset now, CancellationToken _) =>
                    context
                        .Set<UserProfile>()
                        .Where(row =>
                            row.UserId == userId
                            && row.DisabledAt == null
                            && row.DeletedAt == null
                            && row.InvitedAt == null
                        )
                        .Where(row =>
                            (row.LockedUntil == null || row.LockedUntil <= now)
                            && (row.ExpiresAt == null || row.ExpiresAt > now)
                        )
                        .Select(row => row.DisplayName)
                        .SingleOrDefault()
            )
        );

    private readonly ConcurrentDictionary<string, (Access? Access, long ReadAt)> _remembered = new();
    private int _generation;

    public Access Everything { get; } =
        new("System", UserAdmin.Roles.Permissions.All.Select(permission => permission.Name).ToFrozenSet());

    public int Generation => Volatile.Read(ref _generation);

    public async ValueTask<Access?> FindAsync(string actorId, CancellationToken cancellationToken) =>
        Actor.IsApplication(actorId)
            ? await applications.FindAsync(actorId[Actor.ApplicationPrefix.Length..], cancellationToken)
        : await FindByRolesAsync(actorId, cancellationToken) is not { } access ? null
        : hostPolicy.Admits(actorId) ? access with { Permissions = Everything.Permissions }
        : access;

    private async ValueTask<Access?> FindByRolesAsync(string userId, CancellationToken cancellationToken)
    {
        if (_remembered.TryGetValue(userId, out var known) && time.GetElapsedTime(known.ReadAt) < _lifetime)
        {
            return known.Access;
        }

        var generation = Volatile.Read(ref _generation);
        var readAt = time.GetTimestamp();
        var access = await ReadAsync(userId, cancellationToken);
        _remembered[userId] = (access, readAt);
        if (generation != Volatile.Read(ref _generation))
        {
            // The cache was cleared during the read, so the result may be older than the change.
            _remembered.TryRemove(userId, out _);
        }

        return access;
    }

    public void Forget()
    {
        applications.Forget();
        _remembered.Clear();
        Interlocked.Increment(ref _generation);
        _remembered.Clear();
    }

    public void Forget(string userId)
    {
        // Twice: a reader of the new number must not find the old answer, and a reader of the old number must not store
        // it.
        _remembered.TryRemove(userId, out _);
        Interlocked.Increment(ref _generation);
        _remembered.TryRemove(userId, out _);
    }

    // The events may have been appended by another process.
    public void Followed(IReadOnlyList<EventRecord> events)
    {
        if (events.Any(EventCodec.MayBe<IChangesAnyAccess>))
        {
            Forget();
            return;
        }

        foreach (var record in events.Where(EventCodec.MayBe<IChangesAccess>))
        {
            Forget(record.SubjectId);
        }
    }

    public void Replaced() => Forget();

    private async Task<Access?> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await _activeName(context, userId, time.GetUtcNow(), cancellationToken);
        if (name is null)
        {
            return null;
        }

        var permissions = await PermissionsOfAsync(context, userId, cancellationToken);
        return new Access(name, Roles.Permissions.WithIncluded(permissions).ToFrozenSet());
    }

    /// <summary>Returns the permissions of all roles of a user.</summary>
    public static async Task<IReadOnlyCollection<string>> PermissionsOfAsync(
        WriteContext context,
        string userId,
        CancellationToken cancellationToken
    )
    {
        var permissions = new HashSet<string>();
        var claims = UserQueries.ClaimedPermissions(context, userId, Permissions.ClaimTypeIn(context.Layout));
        await foreach (var claimed in claims.WithCancellation(cancellationToken))
        {
            if (claimed is not null && Permissions.Names.Contains(claimed))
            {
                permissions.Add(claimed);
            }
        }

        return permissions;
    }
}
