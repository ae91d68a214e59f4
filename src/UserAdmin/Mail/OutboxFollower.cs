using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>
/// Follows the log and puts a mail into the outbox for every event that orders one. Mails and checkpoint are stored in
/// one transaction, so each order is processed exactly once, even if processes are killed or several follow the same
/// log.
/// </summary>
internal sealed class OutboxFollower(
    IWriteStore store,
    IDbContextFactory<WriteContext> contexts,
    IWriteTransactions transactions,
    WriteGate gate
) : IDisposable
{
    private const int BatchSize = 1000;

    // Storing the checkpoint for every event would double the program's writes; reading these events again takes almost
    // no time.
    private const int MostUnsaved = 5000;

    private LogReader? _log;
    private long? _position;
    private long _saved;

    /// <summary>Follows the log up to its end.</summary>
    /// <exception cref="NotSupportedException">The log contains an event that this version does not know; it is not
    /// skipped.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var position = _position ??= _saved = await ReadAsync(cancellationToken);
        _log ??= new LogReader(store);
        _log.LookForSetAside();
        while (_log.Read(position, BatchSize) is { Count: > 0 } events)
        {
            position = events[^1].Position;
            var mails = events.Select(Ordered).OfType<OutboxMail>().ToList();
            if (mails.Count > 0 || position - _saved >= MostUnsaved)
            {
                await SaveAsync(mails, position, cancellationToken);
                _saved = position;
            }

            _position = position;
        }
    }

    public void Dispose() => _log?.Dispose();

    private static OutboxMail? Ordered(EventRecord record)
    {
        if (
            record.IsSetAside
            || (EventCodec.Types.TryGetValue(record.Type, out var type) && !typeof(ISendsMail).IsAssignableFrom(type))
        )
        {
            return null;
        }

        // An order whose account was purged in the meantime has no address any more. It is given up like every other
        // one without an account, so that it does not seem to wait for ever.
        return EventSealing.Open(record).Event is ISendsMail { Mail: { } order } @event
            ? new OutboxMail
            {
                OrderedAt = record.Position,
                UserId = @event.UserId,
                Kind = order.Kind,
                To = order.To,
                LinkId = order.LinkId,
                LinkExpiresAt = order.LinkExpiresAt,
                NextAttemptAt = record.At,
            }
            : null;
    }

    private async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.OutboxCheckpoints.Select(row => row.Position).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task SaveAsync(IReadOnlyList<OutboxMail> mails, long position, CancellationToken cancellationToken)
    {
        await gate.EnterAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await transactions.BeginAsync(context, cancellationToken);
            if (await context.OutboxCheckpoints.SingleOrDefaultAsync(cancellationToken) is not { } checkpoint)
            {
                context.OutboxCheckpoints.Add(checkpoint = new OutboxCheckpoint());
            }

            // Another process may have stored some of them already.
            context.OutboxMails.AddRange(mails.Where(mail => mail.OrderedAt > checkpoint.Position));
            checkpoint.Position = Math.Max(checkpoint.Position, position);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }
        finally
        {
            gate.Leave();
        }
    }
}
