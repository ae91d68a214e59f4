using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Policies;

/// <summary>
/// The policy as it is now, from the write side: what it decides has to be right at once. Read again after an event
/// changed it, and every two seconds for the sake of other processes.
/// </summary>
internal sealed class PolicyReader(IDbContextFactory<WriteContext> contexts, PolicyStart start, TimeProvider time)
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromSeconds(2);

    // A reference, so that no reader finds it half written.
    private volatile Remembered? _remembered;

    /// <summary>The policy, or what the program starts with while nobody has changed it.</summary>
    public async ValueTask<Policy> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_remembered is { } known && time.GetElapsedTime(known.ReadAt) < _lifetime)
        {
            return known.Policy;
        }

        var readAt = time.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var policy = Parse(
            await context.PolicySettings.AsNoTracking().Select(row => row.Json).SingleOrDefaultAsync(cancellationToken)
        );
        _remembered = new(policy, readAt);
        return policy;
    }

    /// <summary>Discards the cached policy.</summary>
    public void Forget() => _remembered = null;

    /// <summary>The stored policy; the start values where nothing is stored.</summary>
    public Policy Parse(string? json) =>
        json is null ? start.Policy : JsonSerializer.Deserialize<Policy>(json) ?? start.Policy;

    private sealed record Remembered(Policy Policy, long ReadAt);
}
