using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.Anchors;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Sealing;

/// <summary>
/// Puts the sealed forms in the place of plain events, in one transaction: keeps the former hashes, computes the chain
/// again from the first event that is changed, and appends the signed event that ties both.
/// </summary>
internal sealed class SealedLog(
    WriteContext context,
    IWriteTransactions transactions,
    IEventCheck check,
    TimeProvider time
)
{
    /// <summary>The row that says that old bytes have to be removed from the database.</summary>
    public const long Marker = 0;

    // How a sealed payload begins if the key had been deleted before.
    private const string NothingAboutSubject = "{\"~s\":\"\"";

    private static readonly Actor _actor = Actor.System with { Name = "Command line" };

    /// <summary>Seals the log.</summary>
    /// <param name="key">The key to sign with.</param>
    /// <param name="tell">Told after each step; nothing is committed until it returns.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The event that was recorded.</returns>
    public async Task<LogSealed> ReplaceAsync(ECDsa key, Action<SealProgress> tell, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(context, cancellationToken);
        var (log, forms) = (context.Layout.Log, context.Layout.SealedEvents);
        var (tail, formerHash) = await TailAsync(cancellationToken);
        await SealingSql.ExecuteAsync(
            context,
            $"INSERT INTO {context.Layout.FormerHashes} (\"Position\", \"Hash\") SELECT \"Position\", \"Hash\" "
                + $"FROM {log} ORDER BY \"Position\"",
            cancellationToken
        );
        string digest;
        using (
            var hashes = EventLogSql.FormerHashes(
                context.Database.GetDbConnection(),
                context.Layout,
                transaction.GetDbTransaction()
            )
        )
        {
            digest = LogReader.FormerDigest(hashes, tail) ?? throw Interfered();
        }

        tell(new(SealStage.Kept, tail, tail));
        // Only the subject: of a colleague's account, one event can be read without the colleague's name.
        var unreadable = await SealingSql.NumberAsync(
            context,
            $"SELECT COUNT(*) FROM {forms} WHERE \"Payload\" LIKE '{NothingAboutSubject}%'",
            cancellationToken
        );
        var (count, head) = await RewriteAsync(tail, tell, cancellationToken);
        await SealingSql.ExecuteAsync(context, $"DELETE FROM {forms}", cancellationToken);
        await SealingSql.ExecuteAsync(
            context,
            $"INSERT INTO {forms} (\"Position\", \"Hash\", \"Version\", \"Payload\", \"ActorName\") "
                + "VALUES (@marker, @hash, 0, '', '')",
            cancellationToken,
            ("@marker", Marker),
            ("@hash", Array.Empty<byte>())
        );
        var sealing = SealingStatement.Signed(
            new(
                count,
                unreadable,
                tail,
                Convert.ToHexStringLower(formerHash),
                digest,
                Convert.ToHexStringLower(head),
                time.GetUtcNow(),
                KeyId: "",
                Signature: ""
            ),
            key
        );
        await AppendAsync(sealing, new LogTail(tail, head), cancellationToken);
        tell(new(SealStage.Recorded, tail + 1, tail + 1));
        // Not cancelled by anybody: a commit that has begun is finished.
        await transaction.CommitAsync(CancellationToken.None);
        return sealing;
    }

    private async Task<(long Count, byte[] Head)> RewriteAsync(
        long tail,
        Action<SealProgress> tell,
        CancellationToken cancellationToken
    )
    {
        var position =
            await SealingSql.NumberAsync(
                context,
                $"SELECT MIN(\"Position\") FROM {context.Layout.SealedEvents} WHERE \"Position\" > 0",
                cancellationToken
            ) - 1;
        var hash = await HashAtAsync(position, cancellationToken);
        var count = 0L;
        while (await ReadAsync(position, cancellationToken) is { Count: > 0 } records)
        {
            var forms = await SealingSql.FormsAsync(context, position, records[^1].Position, cancellationToken);
            context.Unsent = new StatementBatch(context);
            foreach (var record in records)
            {
                var isReplaced = forms.TryGetValue(record.Position, out var form);
                if (isReplaced)
                {
                    Replace(record, form!);
                    count++;
                }

                record.PreviousHash = hash;
                record.Hash = hash = EventHash.Compute(hash, record);
                await context.Unsent.AddAsync(
                    isReplaced ? SealingSql.Replace(context, record) : SealingSql.Rehash(context, record),
                    _ => { },
                    cancellationToken
                );
            }

            await context.Unsent.SendAsync(cancellationToken);
            position = records[^1].Position;
            tell(new(SealStage.Replaced, position, tail));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return position == tail ? (count, hash) : throw Interfered();
    }

    private static void Replace(EventRecord record, SealedEvent form)
    {
        if (record.Version >= EventSealing.Version || !record.Hash.AsSpan().SequenceEqual(form.Hash))
        {
            throw Interfered();
        }

        (record.Version, record.Payload, record.ActorName) = (form.Version, form.Payload, form.ActorName);
        (record.Reason, record.IpAddress) = (form.Reason, form.IpAddress);
    }

    private async Task AppendAsync(LogSealed sealing, LogTail tail, CancellationToken cancellationToken)
    {
        context.Unsent = new StatementBatch(context);
        var command = new CommandContext(_actor, Guid.CreateVersion7(sealing.SealedAt));
        await EventAppender.AppendAsync(
            context,
            tail,
            [new RecordedEvent(sealing, _actor, "SealLog")],
            command,
            new ProcessedCommand
            {
                CommandId = EventAppender.Text(command.CommandId),
                CommandName = "SealLog",
                ActorId = _actor.Id,
                Fingerprint = sealing.FormerDigest,
                At = sealing.SealedAt,
            },
            check,
            cancellationToken
        );
        await context.Unsent.SendAsync(cancellationToken);
        context.Unsent = null;
    }

    private async Task<(long Position, byte[] Hash)> TailAsync(CancellationToken cancellationToken)
    {
        await using var command = EventLogSql.Tail(
            context.Database.GetDbConnection(),
            context.Layout,
            context.Database.CurrentTransaction!.GetDbTransaction()
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), (byte[])reader.GetValue(1))
            : throw Interfered();
    }

    private async Task<byte[]> HashAtAsync(long position, CancellationToken cancellationToken)
    {
        await using var command = SealingSql.Command(
            context,
            $"SELECT \"Hash\" FROM {context.Layout.Log} WHERE \"Position\" = @position",
            ("@position", position)
        );
        return position == 0 ? EventHash.Genesis
            : await command.ExecuteScalarAsync(cancellationToken) is byte[] hash ? hash
            : throw Interfered();
    }

    private async Task<List<EventRecord>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        await using var command = EventLogSql.After(
            context.Database.GetDbConnection(),
            context.Layout,
            after,
            SealedForms.BatchSize,
            withKeys: false
        );
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var records = new List<EventRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            records.Add(EventLogSql.Read(reader));
        }

        return records;
    }

    private static StartupException Interfered() =>
        new("The log was changed while it was being sealed. Nothing was changed. Run verify, and then seal again.");
}
