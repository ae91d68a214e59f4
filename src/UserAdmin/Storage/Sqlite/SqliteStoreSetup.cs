using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStoreSetup(
    SqliteFiles files,
    IDbContextFactory<WriteContext> writeContexts,
    SqliteReadStore readStore,
    LogSignal log,
    ILogger<SqliteStoreSetup> logger
) : IStoreSetup, IDisposable
{
    private FileStream? _running;

    public bool IsPrepared { get; private set; }

    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        if (IsPrepared)
        {
            return;
        }

        await using (var context = await writeContexts.CreateDbContextAsync(cancellationToken))
        {
            // First of all whether we may stay: nothing of somebody else's file is changed.
            SqliteSchema.Look(context, files.WritePath);
            PrivateFiles.Mend(files.DataDirectory, files.All(), logger);
            using (
                SqliteSchema.Look(context, files.WritePath).IsBehind || readStore.IsBehind()
                    ? RunningPrograms.ShutOut(files)
                    : null
            )
            {
                SqliteMigration.Migrate(context, files.WritePath);
            }

            _running = RunningPrograms.Join(files);
            log.Saw(await context.EventLog.MaxAsync(record => (long?)record.Position, cancellationToken) ?? 0);
        }

        readStore.Prepare();
        IsPrepared = true;
    }

    public void Dispose() => _running?.Dispose();
}
