using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Reads stored sessions in batches. A request that arrives while a read is running waits for the next read and shares
/// it with all other waiting requests: a change makes every open page ask at once, and a thousand separate reads took a
/// sixth of the cost of the change (docs/decisions/0038-a-thousand-open-lists.md). A read starts after it was
/// requested, so the answer is never older than the request.
/// </summary>
internal sealed class StoredSessions(IDbContextFactory<WriteContext> contexts)
{
    private readonly Lock _lock = new();
    private Lookup _next = new();
    private bool _isLooking;

    /// <summary>
    /// Finds the session; null if there is none, its user is deleted, or the security stamp has changed.
    /// </summary>
    /// <param name="storedId">The form of the session's id that the database stores.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<StoredSession?> FindAsync(string storedId, CancellationToken cancellationToken)
    {
        Lookup look;
        bool isMine;
        lock (_lock)
        {
            look = _next;
            look.Ids.Add(storedId);
            isMine = !_isLooking;
            if (isMine)
            {
                Begin();
            }
        }

        if (isMine)
        {
            await TakeAsync(look);
        }

        return (await look.Rows.Task.WaitAsync(cancellationToken)).GetValueOrDefault(storedId);
    }

    private void Begin()
    {
        _isLooking = true;
        _next = new Lookup();
    }

    private async Task TakeAsync(Lookup look)
    {
        try
        {
            look.Rows.SetResult(await ReadAsync(look.Ids));
        }
        catch (Exception fault)
        {
            // All waiting requests get the exception; the next read starts afresh.
            look.Rows.SetException(fault);
        }

        lock (_lock)
        {
            _isLooking = false;
            if (_next is { Ids.Count: > 0 } waiting)
            {
                Begin();
                // Not on the first caller's thread, because that page would then wait for all later requests.
                _ = Task.Run(() => TakeAsync(waiting));
            }
        }
    }

    private async Task<Dictionary<string, StoredSession>> ReadAsync(HashSet<string> ids)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = context.UserSessions.AsNoTracking();
        // Nearly always there is one id; use the query plan without a list.
        var asked =
            ids.Count == 1 && ids.Single() is var only
                ? rows.Where(row => row.Id == only)
                : rows.Where(row => ids.Contains(row.Id));
        return await (
            from session in asked
            join user in context.Users on session.UserId equals user.Id
            where user.SecurityStamp == session.SecurityStamp
            select new StoredSession(
                session.Id,
                session.UserId,
                session.Ref,
                session.Method,
                session.ExpiresAt,
                session.IpAddress,
                session.AwaitsSecondFactor,
                user.Profile.MustChangePassword,
                user.TwoFactorEnabled,
                user.Profile.Locale
            )
        ).ToDictionaryAsync(row => row.Id);
    }

    /// <summary>One read, and the requests that wait for it.</summary>
    private sealed class Lookup
    {
        public HashSet<string> Ids { get; } = [];

        public TaskCompletionSource<Dictionary<string, StoredSession>> Rows { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A stored session, with the data of its user that the session needs.</summary>
internal sealed record StoredSession(
    string Id,
    string UserId,
    string Ref,
    string Method,
    DateTimeOffset ExpiresAt,
    string? IpAddress,
    bool AwaitsSecondFactor,
    bool MustChangePassword,
    bool TwoFactorEnabled,
    string? Locale
);
