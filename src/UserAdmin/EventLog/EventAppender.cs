using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.EventLog;

/// <summary>An event that is to be appended to the log.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Actor">The actor that the event names.</param>
/// <param name="CommandName">The name of the command that caused it; in a set, of the member.</param>
internal sealed record RecordedEvent(IEvent Event, Actor Actor, string CommandName);

/// <summary>The end of the log.</summary>
/// <param name="Position">Position of the last event; 0 if there is none.</param>
/// <param name="Hash">Its hash, which the next event continues.</param>
internal sealed record LogTail(long Position, byte[] Hash);

/// <summary>Appends events to the log, as the last step of a command.</summary>
internal static class EventAppender
{
    /// <summary>Events of a command from which on they are written together.</summary>
    private const int Many = 100;

    // Checking and encrypting are most of the work of an event, and others wait for the turn.
    private static readonly ParallelOptions _onSeveralCores = new()
    {
        MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount),
    };

    /// <summary>
    /// Adds the events to the end of the log and records the command as processed, with what the command has not sent
    /// yet.
    /// </summary>
    /// <param name="context">The context, in a transaction.</param>
    /// <param name="tail">End of the log as this transaction left it; null if it has not read it yet.</param>
    /// <param name="events">The events, in order.</param>
    /// <param name="command">Who sent the command, and why.</param>
    /// <param name="processed">The command to record; its position is set.</param>
    /// <param name="check">Checks each event.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new end of the log, or the old one if there was no event.</returns>
    /// <exception cref="UnrecordableEventException">One of them could not be read again; the transaction must not be
    /// committed.</exception>
    public static async Task<LogTail> AppendAsync(
        WriteContext context,
        LogTail? tail,
        IReadOnlyList<RecordedEvent> events,
        CommandContext command,
        ProcessedCommand processed,
        IEventCheck check,
        CancellationToken cancellationToken
    )
    {
        var batch = context.Unsent!;
        var connection = context.Database.GetDbConnection();
        var transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        var (position, hash) = tail ?? await ReadTailAsync(connection, context.Layout, transaction, cancellationToken);
        var records = Checked(position, events, command, processed, check);
        if (records.Length > 0)
        {
            var keys = await EventKeys.EnsureAsync(context, records, processed.At, cancellationToken);
            Each(records.Length, i => EventSealing.Seal(records[i], events[i].Event, keys));
        }

        foreach (var record in records)
        {
            record.PreviousHash = hash;
            record.Hash = hash = EventHash.Compute(hash, record);
        }

        if (records.Length >= Many)
        {
            await new RowInserts<EventRecord>(context).AddAsync(records, cancellationToken);
        }
        else
        {
            foreach (var record in records)
            {
                var insert = EventLogSql.Insert(connection, context.Layout, transaction);
                EventLogSql.Bind(insert, record);
                await batch.AddAsync(insert, _ => { }, cancellationToken);
            }
        }

        foreach (var record in records.Where((_, place) => events[place].Event is IErasesSubject))
        {
            await batch.AddAsync(
                EventKeySql.Delete(connection, context.Layout, transaction, record.SubjectId, record.At),
                _ => { },
                cancellationToken
            );
        }

        position += records.Length;
        processed.Position = position;
        await batch.AddAsync(
            EventLogSql.Remember(connection, context.Layout, transaction, processed),
            _ => { },
            cancellationToken
        );
        return new LogTail(position, hash);
    }

    /// <summary>Makes the rows of events, without their hashes, and checks each event.</summary>
    private static EventRecord[] Checked(
        long position,
        IReadOnlyList<RecordedEvent> events,
        CommandContext command,
        ProcessedCommand processed,
        IEventCheck check
    )
    {
        var records = new EventRecord[events.Count];
        Each(records.Length, Make);
        return records;

        void Make(int i)
        {
            var (@event, actor, commandName) = events[i];
            var record = new EventRecord
            {
                Position = position + i + 1,
                Type = @event.GetType().Name,
                SubjectId = @event.SubjectId,
                Payload = EventCodec.Encode(@event),
                ActorId = actor.Id,
                ActorName = actor.Name,
                At = processed.At,
                CommandId = processed.CommandId,
                CommandName = commandName,
                CorrelationId = command.CorrelationId,
                Reason = command.Reason,
                IpAddress = command.IpAddress,
            };
            check.Verify(@event, record);
            records[i] = record;
        }
    }

    private static void Each(int count, Action<int> act)
    {
        if (count < Many)
        {
            for (var i = 0; i < count; i++)
            {
                act(i);
            }

            return;
        }

        try
        {
            Parallel.For(0, count, _onSeveralCores, act);
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }

    /// <summary>Returns a command id in the form used by the log and the table of processed commands.</summary>
    public static string Text(Guid commandId) => commandId.ToString("D");

    private static async Task<LogTail> ReadTailAsync(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var tail = EventLogSql.Tail(connection, layout, transaction);
        await using var reader = await tail.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new LogTail(reader.GetInt64(0), (byte[])reader.GetValue(1))
            : new LogTail(0, EventHash.Genesis);
    }
}
