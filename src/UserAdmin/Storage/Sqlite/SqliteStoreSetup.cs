using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStoreSetup(
    SqliteFiles files,
    IWriteSetup writes,
    IWriteStore writeStore,
    SqliteReadStore readStore,
    LogSignal log,
    ILogger<SqliteStoreSetup> logger
) : IStoreSetup, IDisposable
{
    private FileStream? _running;

    private string OlderRuns =>
        $"Another UserAdmin, of an older version, runs on {files.WritePath}. Stop it, then start this version, which "
        + "changes the tables. Nothing was changed.";

    public bool IsPrepared { get; private set; }

    public Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        if (IsPrepared)
        {
            return Task.CompletedTask;
        }

        // First check whether the database is ours: one of another program must not be changed.
        writes.IsBehind();
        if (writes.UnfinishedCopy() is { } copy)
        {
            throw copy.Refuse(writes.Name);
        }

        PrivateFiles.Mend(
            files.DataDirectory,
            // The application, and whoever runs it, need theirs as it is.
            writeStore.Layout.Shape
                is null
                ? files.All()
                : files.All().Except(ReadModelFiles.Of(files.WritePath)),
            logger
        );
        using (writes.IsBehind() ? RunningPrograms.Exclude(files, OlderRuns) : null)
        {
            writes.Migrate();
        }

        DeleteOtherReadModels();
        _running = RunningPrograms.Join(files);
        using (var reader = new LogReader(writeStore))
        {
            log.AdvanceTo(reader.Tail().Position);
        }

        readStore.Prepare(isLogEmpty: log.Position == 0);
        IsPrepared = true;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Deletes the read models of other shapes, unless there is no complete one of our own shape yet or another program
    /// that may read them is running.
    /// </summary>
    private void DeleteOtherReadModels()
    {
        if (files.OtherReadPaths().Any() && readStore.PathInUse() is not null)
        {
            using var alone = RunningPrograms.TryExclude(files);
            if (alone is not null)
            {
                OtherReadModels.Delete(files, logger);
            }
        }
    }

    public void Dispose() => _running?.Dispose();
}
