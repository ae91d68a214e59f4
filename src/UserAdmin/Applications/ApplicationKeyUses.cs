using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Applications.Commands;
using UserAdmin.Storage;

namespace UserAdmin.Applications;

/// <summary>
/// Remembers when each key was last used until that is recorded, and reads what was recorded. It is no part of the
/// read model, because no event tells of it.
/// </summary>
internal sealed class ApplicationKeyUses(IDbContextFactory<WriteContext> contexts)
{
    private ConcurrentDictionary<string, DateTimeOffset> _used = new();

    /// <summary>Notes that a key has opened something.</summary>
    public void Used(string keyId, DateTimeOffset at) => _used[keyId] = at;

    /// <summary>Returns and clears everything noted since the last call.</summary>
    public IReadOnlyList<UsedApplicationKey> Take() =>
        [.. Interlocked.Exchange(ref _used, new()).Select(use => new UsedApplicationKey(use.Key, use.Value))];

    /// <summary>Notes again what could not be recorded.</summary>
    public void PutBack(IEnumerable<UsedApplicationKey> keys)
    {
        foreach (var key in keys)
        {
            _used.TryAdd(key.KeyId, key.At);
        }
    }

    /// <summary>Returns when keys were last used, by key id; those that never were are left out.</summary>
    /// <param name="applicationId">The application; null for all.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(
        string? applicationId,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var used = await context
            .ApplicationKeys.Where(key =>
                key.LastUsedAt != null && (applicationId == null || key.ApplicationId == applicationId)
            )
            .Select(key => new { key.KeyId, key.LastUsedAt })
            .ToListAsync(cancellationToken);
        return used.ToDictionary(key => key.KeyId, key => key.LastUsedAt!.Value);
    }
}
