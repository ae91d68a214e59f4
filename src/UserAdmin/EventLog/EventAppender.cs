using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>An event that is to be appended to the log.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Actor">The actor that the event names.</param>
/// <param name="CommandName">The name of the command that caused it; in a set, of the member.</param>
internal sealed record RecordedEvent(IEvent Event, Actor Actor, string CommandName);

/// <summary>Appends events to the log, as the last step of a transaction.</summary>
internal static class EventAppender
{
    /// <summary>Appends the events to the end of the log and records the command as processed.</summary>
    /// <returns>Position of the last event appended, or the end of the log if there was none.</returns>
    /// <exception cref="UnrecordableEventException">One of them could not be read again; the transaction must not be
    /// committed.</exception>
    public static async Task<long> AppendAsync(
        WriteContext context,
        IReadOnlyList<RecordedEvent> events,
        CommandContext command,
        ProcessedCommand processed,
        IEventCheck check,
        CancellationToken cancellationToken
    )
    {
        var connection = context.Database.GetDbConnection();
        var transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        var (position, hash) = await ReadTailAsync(connection, transaction, cancellationToken);
        if (events.Count > 0)
        {
            await using var insert = EventLogSql.Insert(connection, transaction);
            foreach (var (@event, actor, commandName) in events)
            {
                var record = new EventRecord
                {
                    Position = ++position,
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
                    PreviousHash = hash,
                };
                check.Verify(@event, record);
                record.Hash = hash = EventHash.Compute(hash, record);
                EventLogSql.Bind(insert, record);
                await insert.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        processed.Position = position;
        await using var remember = EventLogSql.Remember(connection, transaction, processed);
        await remember.ExecuteNonQueryAsync(cancellationToken);
        return position;
    }

    /// <summary>Returns a command id in the form used by the log and the table of processed commands.</summary>
    public static string Text(Guid commandId) => commandId.ToString("D");

    private static async Task<(long Position, byte[] Hash)> ReadTailAsync(
        DbConnection connection,
        DbTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var tail = EventLogSql.Tail(connection, transaction);
        await using var reader = await tail.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), (byte[])reader.GetValue(1))
            : (0, EventHash.Genesis);
    }
}
