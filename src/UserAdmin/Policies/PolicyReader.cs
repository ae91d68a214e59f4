using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Policies;

/// <summary>
/// Reads the current policy from the write side, because a change must take effect at once. The policy is cached for
/// two seconds, in case another process changes it, and read again after a change by this process.
/// </summary>
internal sealed class PolicyReader(IDbContextFactory<WriteContext> contexts, PolicyStart start, TimeProvider time)
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromSeconds(2);

    // A reference to an immutable object, so that no reader sees a half-written value.
    private volatile Remembered? _remembered;

    /// <summary>Returns the current policy, or the initial one if nobody has changed it.</summary>
    public async ValueTask<Policy> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_remembered is { } known && time.GetElapsedTime(known.ReadAt) < _lifetime)
        {
            return known.Policy;
        }

        var readAt = time.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var policy = start.InForce(
            Parse(
                await context
                    .PolicySettings.AsNoTracking()
                    .Select(row => row.Json)
                    .SingleOrDefaultAsync(cancellationToken)
            )
        );
        _remembered = new(policy, readAt);
        return policy;
    }

    /// <summary>Discards the cached policy.</summary>
    public void Forget() => _remembered = null;

    /// <summary>Parses the stored policy; returns the initial one if nothing is stored.</summary>
    public Policy Parse(string? json) =>
        json is null ? start.Policy : JsonSerializer.Deserialize<Policy>(json) ?? start.Policy;

    private sealed record Remembered(Policy Policy, long ReadAt);
}
