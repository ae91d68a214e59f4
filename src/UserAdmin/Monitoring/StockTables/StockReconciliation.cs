using Microsoft.Extensions.Logging;
using UserAdmin.Following;
using UserAdmin.Messaging;

namespace UserAdmin.Monitoring.StockTables;

/// <summary>Records the differences that a comparison has found.</summary>
internal sealed class StockReconciliation(ICommandBus commands, TimeProvider time, ILogger<StockReconciliation> logger)
{
    // A turn at the write gate must not take long.
    private const int AtOnce = 300;

    /// <summary>Compares users and roles with the log once more, and records what differs.</summary>
    /// <returns>The number of commands that changed anything.</returns>
    public async Task<int> RecordAsync(
        IReadOnlyCollection<string> userIds,
        IReadOnlyCollection<string> roleIds,
        CancellationToken cancellationToken
    )
    {
        var changed = 0;
        foreach (var some in roleIds.Chunk(AtOnce))
        {
            changed += await SendAsync(new RecordObservedChanges([], some), cancellationToken);
        }

        foreach (var some in userIds.Chunk(AtOnce))
        {
            changed += await SendAsync(new RecordObservedChanges(some, []), cancellationToken);
        }

        return changed;
    }

    private async Task<int> SendAsync(RecordObservedChanges command, CancellationToken cancellationToken)
    {
        var result = await commands.SendAsync(
            command,
            new CommandContext(Actor.System, Guid.CreateVersion7(time.GetUtcNow())),
            cancellationToken
        );
        if (!result.IsAccepted)
        {
            logger.LogWarning("Differences from the log could not be recorded: {Reason}", result.Errors[0].Message);
        }

        return result is { IsAccepted: true, Changed: true } ? 1 : 0;
    }
}
