using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Reads what is stored of sessions. Whoever asks while another look is under way waits for the next one and shares it
/// with all who wait: a change makes every open page ask at once, and a thousand looks one by one took a sixth of what
/// the change cost (docs/decisions/0038-a-thousand-open-lists.md). A look begins after it was asked for, so the answer
/// is never older than the question.
/// </summary>
internal sealed class StoredSessions(IDbContextFactory<WriteContext> contexts)
{
    private readonly Lock _lock = new();
    private Look _next = new();
    private bool _isLooking;

    /// <summary>The row; null when there is none, or its user is gone, or the security stamp has changed.</summary>
    /// <param name="storedId">What the database keeps of the session's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<StoredSession?> FindAsync(string storedId, CancellationToken cancellationToken)
    {
        Look look;
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
        _next = new Look();
    }

    private async Task TakeAsync(Look look)
    {
        try
        {
            look.Rows.SetResult(await ReadAsync(look.Ids));
        }
        catch (Exception fault)
        {
            // Everybody who waits gets it; the next look is a new one.
            look.Rows.SetException(fault);
        }

        lock (_lock)
        {
            _isLooking = false;
            if (_next is { Ids.Count: > 0 } waiting)
            {
                Begin();
                // Not by whoever asked first: that page would wait for all that come after it.
                _ = Task.Run(() => TakeAsync(waiting));
            }
        }
    }

    private async Task<Dictionary<string, StoredSession>> ReadAsync(HashSet<string> ids)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = context.UserSessions.AsNoTracking();
        // One id, as nearly always: the plan without a list.
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
                user.TwoFactorEnabled
            )
        ).ToDictionaryAsync(row => row.Id);
    }

    /// <summary>One look, and who waits for it.</summary>
    private sealed class Look
    {
        public HashSet<string> Ids { get; } = [];

        public TaskCompletionSource<Dictionary<string, StoredSession>> Rows { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What is stored of a session, and of its user as far as the session needs it.</summary>
internal sealed record StoredSession(
    string Id,
    string UserId,
    string Ref,
    string Method,
    DateTimeOffset ExpiresAt,
    string? IpAddress,
    bool AwaitsSecondFactor,
    bool MustChangePassword,
    bool TwoFactorEnabled
);
