using UserAdmin.Anchors;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Monitoring;
using UserAdmin.Storage;

namespace UserAdmin.Sealing;

/// <inheritdoc/>
internal sealed class LogSeal(
    IWriteSetup setup,
    IWriteStore store,
    IWriteTransactions transactions,
    ISealedDatabase database,
    AnchorKey keys,
    IEventCheck check,
    TimeProvider time
) : ILogSeal
{
    public async Task<SealReport> RunAsync(Action<SealProgress> tell, CancellationToken cancellationToken)
    {
        using var alone = database.Exclude();
        setup.IsBehind();
        if (setup.UnfinishedCopy() is { } copy)
        {
            throw copy.Refuse(setup.Name);
        }

        // Before anything is created, if there is no database.
        var tail = Verify(cancellationToken);
        setup.Migrate();
        tell(new(SealStage.Verified, tail, tail));
        long left;
        LogSealed? sealing = null;
        await using (var context = await transactions.OpenWriterAsync(cancellationToken))
        {
            left = await EncryptAsync(context, tail, tell, cancellationToken);
            if (await IsAnythingAsync(context, "> 0", cancellationToken))
            {
                sealing = await new SealedLog(context, transactions, check, time).ReplaceAsync(
                    keys.Get(),
                    tell,
                    cancellationToken
                );
                tell(new(SealStage.Committed, tail, tail));
            }
            else if (!await IsAnythingAsync(context, "= 0", cancellationToken))
            {
                return Report(null, left, null);
            }
        }

        return Report(sealing, left, await ForgetAsync(tell, tail, cancellationToken));
    }

    private long Verify(CancellationToken cancellationToken)
    {
        using var log = new LogReader(store.OpenReadOnly(), store.Layout, asStored: true);
        var verdict = LogChain.Verify(log, kept: [], store.Explain, cancellationToken);
        return verdict.Problem is { } problem
            ? throw new StartupException(
                $"The log in {setup.Name} is not complete: {problem} Nothing was changed. verify tells more; restore a "
                    + "backup first."
            )
            : verdict.Position;
    }

    private async Task<long> EncryptAsync(
        WriteContext context,
        long tail,
        Action<SealProgress> tell,
        CancellationToken cancellationToken
    )
    {
        using var log = new LogReader(store.OpenReadOnly(), store.Layout, asStored: true);
        var left = await new SealedForms(context, transactions, time).StoreAsync(
            log,
            position => tell(new(SealStage.Encrypted, position, tail)),
            cancellationToken
        );
        // An older version cannot write to a database of this one, so this is a log that somebody has put together.
        return log.Sealings() is [var before, ..] && await IsAnythingAsync(context, "> 0", cancellationToken)
            ? throw new StartupException(
                $"The log was sealed before, as event {before.RecordedAt} says, and has plain events again. It is not "
                    + "changed; verify it, and restore a backup."
            )
            : left;
    }

    /// <summary>Removes what is left of the plain texts outside the log. May be repeated.</summary>
    private async Task<Compaction> ForgetAsync(
        Action<SealProgress> tell,
        long tail,
        CancellationToken cancellationToken
    )
    {
        database.DeleteReadModels();
        tell(new(SealStage.Forgotten, tail, tail));
        var compaction = database.Compact();
        if (compaction.IsDone)
        {
            tell(new(SealStage.Compacted, tail, tail));
            await using var context = await transactions.OpenWriterAsync(cancellationToken);
            await SealingSql.ExecuteAsync(context, $"DELETE FROM {context.Layout.SealedEvents}", cancellationToken);
        }

        return compaction;
    }

    private SealReport Report(LogSealed? sealing, long left, Compaction? compaction)
    {
        using var log = new LogReader(store.OpenReadOnly(), store.Layout, asStored: true);
        var (position, hash) = log.Tail();
        return new SealReport(
            sealing?.Sealed ?? 0,
            sealing?.Unreadable ?? 0,
            left,
            log.Sealings() is [var recorded, ..] ? recorded.RecordedAt : null,
            position,
            Convert.ToHexStringLower(hash),
            compaction?.IsDone ?? true,
            compaction?.Text
        );
    }

    private static async Task<bool> IsAnythingAsync(
        WriteContext context,
        string where,
        CancellationToken cancellationToken
    ) =>
        await SealingSql.NumberAsync(
            context,
            $"SELECT COUNT(*) FROM {context.Layout.SealedEvents} WHERE \"Position\" {where}",
            cancellationToken
        ) > 0;
}
