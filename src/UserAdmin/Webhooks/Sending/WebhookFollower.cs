using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Webhooks.Sending;

/// <summary>
/// Follows the log and puts a delivery for every event that a webhook wants among those that wait. Deliveries and the
/// webhook's position are stored in one transaction, so each event is put in exactly once.
/// </summary>
internal sealed class WebhookFollower(
    IWriteStore store,
    IDbContextFactory<WriteContext> contexts,
    IWriteTransactions transactions,
    WriteGate gate
) : IDisposable
{
    /// <summary>
    /// How many deliveries of a webhook may wait. While its receiver is away, the rest stays in the log, so that it
    /// does not fill the database.
    /// </summary>
    public const int MostWaiting = 2_000;

    private const int BatchSize = 1_000;

    // Storing the position for every event that nobody wants would double the program's writes.
    private const int MostUnsaved = 5_000;

    private readonly Dictionary<string, (long Stored, long Read)> _positions = [];
    private LogReader? _log;

    /// <summary>Follows the log for all webhooks that are not paused, up to its end or until enough wait.</summary>
    /// <returns>Whether some of the log is left to read.</returns>
    public async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        List<Following> webhooks;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            webhooks = await context
                .Webhooks.AsNoTracking()
                .Where(row => row.PausedAt == null)
                .Select(row => new Following(
                    row.Id,
                    row.EventTypes,
                    row.Format,
                    row.Position,
                    context
                        .Set<WebhookDelivery>()
                        .Count(one => one.WebhookId == row.Id && one.Status == WebhookDeliveryStatus.Waiting)
                ))
                .ToListAsync(cancellationToken);
        }

        if (webhooks.Count == 0)
        {
            _positions.Clear();
            return false;
        }

        _log ??= new LogReader(store);
        _log.LookForSetAside();
        var isLeft = false;
        foreach (var webhook in webhooks)
        {
            isLeft |= await FollowAsync(webhook, cancellationToken);
        }

        return isLeft;
    }

    public void Dispose() => _log?.Dispose();

    private async Task<bool> FollowAsync(Following webhook, CancellationToken cancellationToken)
    {
        var wanted = webhook.Wanted();
        var stored = webhook.Position;
        // Somebody may have skipped what was missed; then what is remembered is worthless.
        var position =
            _positions.TryGetValue(webhook.Id, out var known) && known.Stored == stored ? known.Read : stored;
        var waiting = webhook.Waiting;
        while (waiting < MostWaiting)
        {
            var events = _log!.Read(position, BatchSize);
            if (events.Count == 0)
            {
                return false;
            }

            var read = events[^1].Position;
            var found = events.FindAll(record => !record.IsSetAside && wanted(record.Type));
            if (found.Count > 0 || read - stored >= MostUnsaved)
            {
                if (!await SaveAsync(webhook.Id, found, stored, read, cancellationToken))
                {
                    return true;
                }

                stored = read;
            }

            waiting += found.Count;
            position = read;
            _positions[webhook.Id] = (stored, position);
        }

        return true;
    }

    private async Task<bool> SaveAsync(
        string webhookId,
        List<EventRecord> events,
        long expected,
        long position,
        CancellationToken cancellationToken
    )
    {
        await gate.EnterAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await transactions.BeginAsync(context, cancellationToken);
            var moved = await context
                .Webhooks.Where(row => row.Id == webhookId && row.Position == expected && row.PausedAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Position, position), cancellationToken);
            if (moved == 0)
            {
                // It was deleted or paused, or its position was set, since it was read.
                return false;
            }

            context.WebhookDeliveries.AddRange(
                events.Select(record => new WebhookDelivery
                {
                    Id = string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"{webhookId}_{record.Position}"
                    ),
                    WebhookId = webhookId,
                    Position = record.Position,
                    EventType = record.Type,
                    SubjectId = record.SubjectId,
                    HappenedAt = record.At,
                    NextAttemptAt = record.At,
                })
            );
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        }
        finally
        {
            gate.Leave();
        }
    }

    private sealed record Following(string Id, string EventTypes, WebhookFormat Format, long Position, int Waiting)
    {
        public Func<string, bool> Wanted()
        {
            HashSet<string> types =
                EventTypes.Length > 0 ? [.. EventTypes.Split(' ')]
                : Format == WebhookFormat.SecurityEvents ? [.. SecurityEventTypes.Names]
                : [.. WebhookEventTypes.All];
            return types.Contains;
        }
    }
}
