using System.Globalization;
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

    private readonly Dictionary<string, (Following As, long Read)> _positions = [];
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
        // Somebody may have skipped what was missed or chosen other types; then what is remembered is worthless.
        var position =
            _positions.TryGetValue(webhook.Id, out var known) && known.As == webhook with { Waiting = 0 }
                ? known.Read
                : stored;
        var waiting = webhook.Waiting;
        while (waiting < MostWaiting)
        {
            var events = _log!.Read(position, BatchSize);
            if (events.Count == 0)
            {
                if (position > stored && _log.Tail().Position < position)
                {
                    // Another server took over whose log is shorter.
                    _positions.Remove(webhook.Id);
                }

                return false;
            }

            var read = events[^1].Position;
            var found = events.FindAll(record => !record.IsSetAside && wanted(record));
            if (found.Count > 0 || read - stored >= MostUnsaved)
            {
                if (!await SaveAsync(webhook with { Position = stored }, found, read, cancellationToken))
                {
                    return true;
                }

                stored = read;
            }

            waiting += found.Count;
            position = read;
            _positions[webhook.Id] = (webhook with { Position = stored, Waiting = 0 }, position);
        }

        return true;
    }

    private async Task<bool> SaveAsync(
        Following webhook,
        List<EventRecord> events,
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
                .Webhooks.Where(row =>
                    row.Id == webhook.Id
                    && row.Position == webhook.Position
                    && row.EventTypes == webhook.EventTypes
                    && row.Format == webhook.Format
                    && row.PausedAt == null
                )
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Position, position), cancellationToken);
            if (moved == 0)
            {
                // It was deleted, paused or changed, or its position was set, since it was read.
                return false;
            }

            context.WebhookDeliveries.AddRange(
                events.Select(record => new WebhookDelivery
                {
                    Id = IdOf(webhook.Id, record),
                    WebhookId = webhook.Id,
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

    // With the hash, because after a restore another event may have the same position, and a receiver that has seen the
    // id would throw that one away.
    private static string IdOf(string webhookId, EventRecord record) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{webhookId}_{record.Position}_{Convert.ToHexStringLower(record.Hash.AsSpan(0, 6))}"
        );

    private sealed record Following(string Id, string EventTypes, WebhookFormat Format, long Position, int Waiting)
    {
        public Func<EventRecord, bool> Wanted()
        {
            HashSet<string> chosen = EventTypes.Length == 0 ? [] : [.. EventTypes.Split(' ')];
            return Format == WebhookFormat.SecurityEvents
                ? record => (chosen.Count == 0 || chosen.Contains(record.Type)) && SecurityEventTypes.Has(record)
                : record =>
                    chosen.Count == 0
                        // One of a later version cannot be written, and is shown as given up.
                        ? WebhookEventTypes.Contains(record.Type) || !EventCodec.Types.ContainsKey(record.Type)
                        : chosen.Contains(record.Type);
        }
    }
}
