using UserAdmin.Messaging;
using UserAdmin.Projections;

namespace UserAdmin.Monitoring;

/// <inheritdoc/>
internal sealed class LogMismatches(ICommandBus commands) : ILogMismatches
{
    public async Task RecordAsync(FoundLogMismatch mismatch, CancellationToken cancellationToken)
    {
        var result = await commands.SendAsync(
            new RecordLogMismatch(
                mismatch.ExpectedPosition,
                mismatch.ExpectedHash,
                mismatch.FoundHash,
                mismatch.LogEnd
            ),
            new CommandContext(Actor.System, Guid.CreateVersion7()),
            cancellationToken
        );
        if (!result.IsAccepted)
        {
            throw new InvalidOperationException(result.Errors[0].Message);
        }
    }
}
