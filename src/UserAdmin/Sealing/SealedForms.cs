using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;

namespace UserAdmin.Sealing;

/// <summary>
/// Stores the sealed form of each plain event beside the log, some thousands in a transaction. The log itself is not
/// changed, so an interruption costs nothing: the next run goes on after the last one.
/// </summary>
internal sealed class SealedForms(WriteContext context, IWriteTransactions transactions, TimeProvider time)
{
    internal const int BatchSize = 2000;

    // Events of an account up to this position are of one that was purged, perhaps before another got its id.
    private readonly Dictionary<string, (long Position, DateTimeOffset At)> _erasedAt = [];

    // Of each kind, the last day that a policy of retention has erased. Days before it may have had no key then.
    private readonly Dictionary<TraceKind, long> _erasedDays = [];

    /// <summary>Stores what is missing.</summary>
    /// <param name="log">Reads all events as they are stored.</param>
    /// <param name="after">Called with the position after each transaction.</param>
    /// <param name="cancellationToken">Interrupts the work between two transactions.</param>
    /// <returns>How many plain events are left out, because this version cannot read them.</returns>
    public async Task<long> StoreAsync(LogReader log, Action<long> after, CancellationToken cancellationToken)
    {
        var purged = await ReadPurgedAsync(cancellationToken);
        await ReadErasedDaysAsync(cancellationToken);
        var stored = await SealingSql.NumberAsync(
            context,
            $"SELECT MAX(\"Position\") FROM {context.Layout.SealedEvents}",
            cancellationToken
        );
        var (position, left) = (0L, 0L);
        while (log.Read(position, BatchSize) is { Count: > 0 } records)
        {
            position = records[^1].Position;
            var plain = records.FindAll(record => record.Version < EventSealing.Version);
            var readable = plain.ConvertAll(Decoded).FindAll(found => found.Event is not null);
            left += plain.Count - readable.Count;
            readable.RemoveAll(found => found.Record.Position <= stored);
            if (readable.Count > 0)
            {
                await StoreAsync(readable, cancellationToken);
                after(position);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        await ForgetAsync(purged, cancellationToken);
        return left;
    }

    /// <summary>Returns the accounts that were purged last, and have not come back since.</summary>
    private async Task<List<Erasure>> ReadPurgedAsync(CancellationToken cancellationToken)
    {
        var begun = new Dictionary<string, (long Position, DateTimeOffset At)>();
        await using (
            var command = SealingSql.Command(
                context,
                $"SELECT \"SubjectId\", \"Type\", \"Position\", \"At\" FROM {context.Layout.Log} WHERE \"Type\" IN ("
                    + string.Join(", ", TypesOf<IErasesSubject>().Concat(TypesOf<IBeginsAccount>()).Select(Quoted))
                    + ") ORDER BY \"Position\""
            )
        )
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var last = TypesOf<IErasesSubject>().Contains(reader.GetString(1)) ? _erasedAt : begun;
                last[reader.GetString(0)] = (reader.GetInt64(2), new(reader.GetInt64(3), TimeSpan.Zero));
            }
        }

        return
        [
            .. _erasedAt
                .Where(erased => begun.GetValueOrDefault(erased.Key).Position < erased.Value.Position)
                .Select(erased => new Erasure(erased.Key, erased.Value.At)),
        ];
    }

    private async Task ReadErasedDaysAsync(CancellationToken cancellationToken)
    {
        await using var command = SealingSql.Command(
            context,
            $"SELECT \"Id\" FROM {context.Layout.EventKeys} WHERE \"Key\" IS NULL"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (EventKey.DayOf(reader.GetString(0)) is var (kind, day))
            {
                _erasedDays[kind] = Math.Max(_erasedDays.GetValueOrDefault(kind), day);
            }
        }
    }

    private bool IsOfAnErasedDay(string keyId) =>
        _erasedDays.Count > 0
        && EventKey.DayOf(keyId) is var (kind, day)
        && _erasedDays.TryGetValue(kind, out var last)
        && day <= last;

    /// <summary>
    /// Leaves a row for each purged account that says that its key is deleted. Only at the end: the beginning of an
    /// account makes a new key for it, as if it had come back.
    /// </summary>
    private async Task ForgetAsync(List<Erasure> purged, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(context, cancellationToken);
        foreach (var erasure in purged)
        {
            await using var delete = EventKeySql.Delete(
                context.Database.GetDbConnection(),
                context.Layout,
                transaction.GetDbTransaction(),
                erasure.UserId,
                erasure.At
            );
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    private async Task StoreAsync(List<(EventRecord Record, IEvent? Event)> plain, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(context, cancellationToken);
        context.Unsent = new StatementBatch(context);
        try
        {
            var keys = await EventKeys.EnsureAsync(
                context,
                [.. plain.Select(found => found.Record)],
                time.GetUtcNow(),
                cancellationToken
            );
            var forms = new SealedEvent[plain.Count];
            Parallel.For(0, forms.Length, i => forms[i] = Form(plain[i].Record, plain[i].Event!, keys));
            await new RowInserts<SealedEvent>(context).AddAsync(forms, cancellationToken);
            await context.Unsent.SendAsync(cancellationToken);
        }
        finally
        {
            context.Unsent = null;
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    private SealedEvent Form(EventRecord plain, IEvent @event, KeyLookup keys)
    {
        byte[]? KeyOf(string id) =>
            (_erasedAt.TryGetValue(id, out var erased) && plain.Position <= erased.Position) || IsOfAnErasedDay(id)
                ? null
                : keys(id);

        var record = plain.Copy();
        EventSealing.Seal(record, @event, KeyOf);
        Check(plain, @event, EventSealing.KeysOf(plain).All(id => KeyOf(id) is not null), record, KeyOf);
        return new SealedEvent
        {
            Position = plain.Position,
            Hash = plain.Hash,
            Version = record.Version,
            Payload = record.Payload,
            ActorName = record.ActorName,
            Reason = record.Reason,
            IpAddress = record.IpAddress,
        };
    }

    // What is not in the sealed form is lost for good, so it is opened again before anything relies on it.
    private static void Check(EventRecord plain, IEvent @event, bool isReadable, EventRecord record, KeyLookup keys)
    {
        var (opened, again) = EventSealing.Open(record, keys);
        if (
            isReadable
            && (
                EventCodec.Encode(again) != EventCodec.Encode(@event)
                || opened.ActorName != plain.ActorName
                || opened.Reason != plain.Reason
                || opened.IpAddress != plain.IpAddress
                || opened.IsErased
            )
        )
        {
            throw new StartupException(
                $"Event {plain.Position} ({plain.Type}) would not be the same after it was sealed. The log was not "
                    + "changed. This is a fault of the program: please report it."
            );
        }
    }

    private static (EventRecord Record, IEvent? Event) Decoded(EventRecord record)
    {
        try
        {
            return (record, EventCodec.Decode(record));
        }
        catch (Exception fault) when (fault is NotSupportedException or JsonException)
        {
            // It can be in the log only if it was set aside. What it says is not known, so neither is what of it is
            // personal.
            return (record, null);
        }
    }

    private static IEnumerable<string> TypesOf<T>() =>
        EventCodec.Types.Where(type => typeof(T).IsAssignableFrom(type.Value)).Select(type => type.Key);

    private static string Quoted(string type) => $"'{type}'";
}
